import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largeDocument } from '../../../bench/editor-document';
import { catalogue } from '../../../src/core/catalogue';
import type { Setting } from '../../../src/core/catalogue/types';
import { analyse, createAnalyser, trace } from '../../../src/core/compile';
import { withUpstream } from '../../../src/core/compile/upstream';
import { wireType } from '../../../src/core/compile/wire-type';
import { apply, type Change, graphAt, portsOf } from '../../../src/core/graph';
import type { GraphNode, Problem, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { blockFlow, node, normedVae, tiedVae, tinyDigits, tinyFlow, tinyVae } from './documents';

/** Numbers that choose among whatever is there. */
const gesture = fc.record({ kind: fc.nat(13), a: fc.nat(10_000), b: fc.nat(10_000), c: fc.nat(10_000) });
type Gesture = typeof gesture extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(items: readonly T[], n: number): T => items[n % Math.max(1, items.length)];

const valueFor = (setting: Setting, n: number): SettingValue => {
  switch (setting.type) {
    case 'toggle':
      return n % 2 === 0;
    case 'choice':
      return pick([...setting.options.map(({ value }) => value), 'nonsense'], n);
    case 'integers':
      return pick([[3], [4, 2], [2, 3, 4]], n);
    case 'points':
      return [[0, 0.5]];
    default:
      return pick([0, 1, 2, 3, 4, 6, 0.5], n);
  }
};

/** One random edit; some leave the document broken, as edits by hand do. */
const changesOf = (document: ProjectDocument, { kind, a, b, c }: Gesture): Change[] => {
  const graphs = [null, ...Object.keys(document.networks)];
  const graph = pick(graphs, c);
  const { nodes = [], edges = [] } = graphAt(document, graph) ?? {};
  const chosen: GraphNode | undefined = pick(nodes, a);
  if (!chosen) return [];
  const id = chosen.id;
  switch (kind) {
    case 0:
    case 1:
    case 2: {
      const settings = Object.entries(catalogue.find(chosen.type)?.settings ?? {});
      const [name, setting] = pick(settings, b) ?? [];
      return name && setting ? [{ type: 'node.settings', graph, node: id, set: { [name]: valueFor(setting, c) } }] : [];
    }
    case 3:
    case 4:
      return [{ type: 'node.update', graph, node: id, patch: { mode: pick(['mute', 'bypass', null], b) } }];
    case 5:
      return [{ type: 'node.rename', graph, node: id, title: pick(['Another', 'Name', null], b) }];
    case 6:
      return [{ type: 'nodes.move', graph, positions: { [id]: { x: b, y: c } } }];
    case 7:
      return edges.length > 0 ? [{ type: 'edge.remove', graph, edge: pick(edges, b).id }] : [];
    case 8:
    case 9: {
      const [from, to] = [pick(nodes, a), pick(nodes, b)];
      const out = pick(Object.keys(portsOf(from, catalogue.find(from.type), document.networks).outputs), c) ?? 'y';
      const into = pick(Object.keys(portsOf(to, catalogue.find(to.type), document.networks).inputs), c) ?? 'x';
      const ends = { source: { node: from.id, port: out }, target: { node: to.id, port: into } };
      const replaced = edges.filter(({ target }) => c % 4 > 0 && target.node === to.id && target.port === into);
      return [
        ...replaced.map((edge): Change => ({ type: 'edge.remove', graph, edge: edge.id })),
        { type: 'edge.add', graph, edge: { id: `new${edges.length}_${a}_${b}_${c}`, ...ends } },
      ];
    }
    case 10: {
      const wires = edges.filter(({ source, target }) => source.node === id || target.node === id);
      const cut = b % 3 === 0 ? [] : wires.map((edge): Change => ({ type: 'edge.remove', graph, edge: edge.id }));
      return [...cut, { type: 'node.remove', graph, node: id }];
    }
    case 11: {
      const types = catalogue.all.filter(({ level }) => level === (graph === null ? 'study' : 'network'));
      const { type, version, settings, holds } = pick(types, b);
      const defaults = Object.fromEntries(Object.entries(settings).map(([key, each]) => [key, valueFor(each, c)]));
      const network = holds ? { network: pick(Object.keys(document.networks), a) } : {};
      const added = { ...node(`new${nodes.length}_${a}`, type, defaults), version, ...network };
      return nodes.some((each) => each.id === added.id) ? [] : [{ type: 'node.add', graph, node: added }];
    }
    default:
      return [{ type: 'node.network', graph, node: id, network: pick([...Object.keys(document.networks), 'none'], b) }];
  }
};

const starts = [
  tinyVae(),
  tinyFlow(),
  normedVae(),
  tinyDigits(),
  blockFlow(),
  largeDocument(20),
  tiedVae([node('norm', 'layer.batch_norm')]),
  tiedVae([node('spectral', 'layer.linear', { features: 3, spectral: true })]),
];

/** What a trace without memory says; the order of keys does not matter. */
const plainly = (document: ProjectDocument) => {
  const { outputs, parameters, problems } = trace(document, catalogue);
  return {
    outputs: Object.fromEntries([...outputs].map(([place, value]) => [place, wireType(value)])),
    parameters: [...parameters.values()].map(({ spec }) => spec),
    problems,
  };
};

test('after any edit the analysis that follows a document is that of the document alone', () => {
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.array(gesture, { minLength: 1, maxLength: 25 }), (start, gestures) => {
      const analyser = createAnalyser(catalogue);
      const past = [start];
      analyser.analyse(start);
      for (const each of gestures) {
        const document = past[past.length - 1];
        // Every so often one goes back, to the very objects of before.
        if (each.kind === 13 && past.length > 1) past.pop();
        else past.push(apply(document, changesOf(document, each)));
        const now = past[past.length - 1];
        const followed = analyser.analyse(now);
        // A copy, of which nothing can be known from before.
        expect(followed).toEqual(analyse(structuredClone(now), catalogue));
        const { outputs, parameters, problems } = plainly(now);
        expect(followed.outputs).toEqual(outputs);
        expect(followed.parameters).toEqual(parameters);
        // Beside errors no more is said of measures.
        const measures = now.study.nodes.filter(({ type }) => catalogue.find(type)?.category === 'metric');
        const ofMeasure = ({ network, node: id }: Problem) =>
          network === undefined && measures.some((measure) => measure.id === id);
        const errors = problems.some(({ severity }) => severity === 'error');
        const told = problems.filter((each) => !errors || each.severity === 'error' || !ofMeasure(each));
        expect(followed.problems.slice(0, told.length)).toEqual(
          told.map((problem) => withUpstream(now, catalogue, problem)),
        );
      }
    }),
    { numRuns: 300 },
  );
}, 120_000);

describe('what an edit does not reach', () => {
  const document = blockFlow();

  test('is the same object as before, and so is the whole where nothing is different', () => {
    const analyser = createAnalyser(catalogue);
    const before = analyser.analyse(document);
    const moved = apply(document, [{ type: 'nodes.move', graph: 'denoiser', positions: { stem: { x: 5, y: 5 } } }]);
    expect(analyser.analyse(moved)).toBe(before);
    const renamed = apply(document, [{ type: 'node.rename', graph: 'denoiser', node: 'stem', title: 'First' }]);
    expect(analyser.analyse(renamed)).toBe(before);
    const wider = apply(document, [{ type: 'node.settings', graph: null, node: 'trainer', set: { learning_rate: 1 } }]);
    expect(analyser.analyse(wider)).toBe(before);
  });

  test('is not built again', () => {
    const large = largeDocument(60);
    const built: string[] = [];
    const all = catalogue.all.map((definition) => {
      const build: typeof definition.build = (context) => {
        built.push(context.node);
        return definition.build(context);
      };
      return { ...definition, build };
    });
    const spied = { all, find: (type: string) => all.find((each) => each.type === type) };
    const analyser = createAnalyser(spied);
    analyser.analyse(large);
    built.length = 0;
    const set = { activation: 'gelu' };
    analyser.analyse(apply(large, [{ type: 'node.settings', graph: 'denoiser', node: 'bent4', set }]));
    // A network that others may call is always handed on anew, with the sampler that takes it.
    expect(built).toEqual(['denoiser', 'bent4', 'sampler']);
  });
});
