/** Times the analysis after one edit of a large network, as the window does it. */

import { catalogue } from '../src/core/catalogue';
import { createAnalyser } from '../src/core/compile';
import { apply, type Change, invert } from '../src/core/graph';
import type { ProjectDocument } from '../src/core/graph/document';
import { largeDocument } from './editor-document';
import { median } from './measure';

export interface EditorRow {
  /** Nodes of the network that is edited. */
  readonly nodes: number;
  readonly edit: string;
  /** Analysis after one edit, in ms. */
  readonly ms: number;
  /** The 95th percentile of the same. */
  readonly p95: number;
  /** Analysis of the whole document from nothing. */
  readonly wholeMs: number;
}

type Edit = (document: ProjectDocument, at: number) => Change[];

const graph = 'denoiser';

/** The `at`-th node of a type, counted round and round. */
const nth = ({ networks }: ProjectDocument, type: string, at: number) => {
  const all = networks[graph].nodes.filter((node) => node.type === type);
  return all[at % all.length];
};

const edits: Readonly<Record<string, Edit>> = {
  setting: (document, at) => {
    const { id, settings } = nth(document, 'layer.activation', at);
    const activation = settings.activation === 'silu' ? 'gelu' : 'silu';
    return [{ type: 'node.settings', graph, node: id, set: { activation } }];
  },
  width: (document, at) => {
    const { id } = nth(document, 'layer.linear', at);
    return [{ type: 'node.settings', graph, node: id, set: { features: 40 + (at % 7) } }];
  },
  wire: ({ networks: { [graph]: network } }, at) => [
    { type: 'edge.remove', graph, edge: network.edges[at % network.edges.length].id },
  ],
  move: ({ networks: { [graph]: network } }, at) => [
    { type: 'nodes.move', graph, positions: { [network.nodes[at % network.nodes.length].id]: { x: at, y: at } } },
  ],
  rename: (document, at) => [
    { type: 'node.rename', graph, node: nth(document, 'layer.linear', at).id, title: `Name ${at}` },
  ],
};

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

const timed = (run: () => unknown): number => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

/** Makes each edit and takes it back, so that every figure is of the same document; both halves count. */
const timesOf = (base: ProjectDocument, edit: Edit, rounds: number): number[] => {
  const analyser = createAnalyser(catalogue);
  let document = base;
  analyser.analyse(document);
  const step = (changes: readonly Change[]): number => {
    document = apply(document, changes);
    return timed(() => analyser.analyse(document));
  };
  return Array.from({ length: rounds }, (_, i) => {
    const changes = edit(document, 17 * i + 1);
    const back = invert(document, changes);
    return [step(changes), step(back)];
  }).flat();
};

/** Median and 95th percentile of one edit each, for networks of these sizes. */
export function benchEditor(sizes: readonly number[] = [30, 300, 1_000], rounds = 60): EditorRow[] {
  return sizes.flatMap((nodes) => {
    const document = largeDocument(nodes);
    const whole = Array.from({ length: 7 }, () => timed(() => createAnalyser(catalogue).analyse(document)));
    return Object.entries(edits).map(([edit, plan]) => {
      const times = timesOf(document, plan, rounds);
      return { nodes, edit, ms: median(times), p95: quantile(times, 0.95), wholeMs: median(whole) };
    });
  });
}
