import type { NodePorts } from '../../catalogue/types';
import type { Change } from '../changes';
import type { Graph, GraphEdge, GraphEnd, Position } from '../document';
import { fedBack, portsOf } from '../node-ports';
import { nodeName } from '../place';
import { quote } from '../text';
import type { Parts } from './block-parts';
import { shiftedPosition } from './common';
import { edgeId, idsOf, uniqueId } from './ids';
import { type EditContext, type Plan, planned, refuse } from './types';

/** Names of nodes outside by those inside, one map for each repetition. */
export type Names = readonly ReadonlyMap<string, string>[];

/** Says where what leaves an output inside the block, in one repetition, comes from once the block is gone. */
function resolverOf({ document, catalogue }: EditContext, { block, around, inside }: Parts, names: Names) {
  const ports = portsOf(block, catalogue.find(block.type), document.networks);
  const muted = idsOf(inside.nodes.filter(({ mode }) => mode === 'mute'));
  const carries = (side: NodePorts['inputs'], port: string): boolean => Object.hasOwn(side, port) && !muted.has(port);
  const fed = new Map(fedBack(ports).map(([output, input]) => [input, output]));
  const into = (graph: Graph, node: string, port: string): GraphEnd | undefined =>
    graph.edges.find(({ target }) => target.node === node && target.port === port)?.source;
  const entering = (port: string): GraphEnd | null => {
    const source = into(around, block.id, port);
    return source && source.node !== block.id ? source : null;
  };
  const resolve = (repetition: number, end: GraphEnd): GraphEnd | null => {
    const name = names[repetition].get(end.node);
    if (name !== undefined) return { node: name, port: end.port };
    if (!carries(ports.inputs, end.node)) return null;
    if (repetition === 0) return entering(end.node);
    const output = fed.get(end.node);
    const before = output === undefined ? undefined : into(inside, output, 'x');
    return resolve(repetition - 1, before ?? end);
  };
  /** What an output port of the block hands on after the last repetition. */
  const leaving = (port: string): GraphEnd | null => {
    const source = carries(ports.outputs, port) ? into(inside, port, 'x') : undefined;
    return source ? resolve(names.length - 1, source) : null;
  };
  return { resolve, leaving };
}

const wireKey = ({ source, target }: Pick<GraphEdge, 'source' | 'target'>): string =>
  JSON.stringify([source.node, source.port, target.node, target.port]);

/** Changes that put wires between what was in the block and around it, or a sentence. */
export function planWires(context: EditContext, parts: Parts, names: Names, corners: readonly Position[]): Plan {
  const { graph } = context;
  const { block, around, inside } = parts;
  const { resolve, leaving } = resolverOf(context, parts, names);
  const touches = ({ source, target }: GraphEdge) => source.node === block.id || target.node === block.id;
  const staying = around.edges.filter((edge) => !touches(edge));
  const taken = idsOf(staying);
  const present = new Set(staying.map(wireKey));
  const changes: Change[] = around.edges.filter(touches).map(({ id }) => ({ type: 'edge.remove', graph, edge: id }));
  let doubled: GraphEdge | undefined;
  const add = (edge: GraphEdge, index?: number) => {
    if (present.has(wireKey(edge))) doubled = edge;
    present.add(wireKey(edge));
    changes.push({ type: 'edge.add', graph, edge, ...(index !== undefined && { index }) });
  };
  let index = 0;
  for (const edge of around.edges) {
    const { source, target } = edge;
    if (!touches(edge)) index++;
    else if (target.node !== block.id) {
      const from = leaving(source.port);
      if (!from || from.node === target.node) continue;
      // In the place of the wire it stands for, because inputs that take many keep their order.
      add({ id: edgeId(from.node, target.node, taken), source: from, target }, index);
      index++;
    }
  }
  for (const [i, corner] of corners.entries()) {
    for (const { id, source, target, points } of inside.edges) {
      const node = names[i].get(target.node);
      const from = node === undefined ? null : resolve(i, source);
      if (node === undefined || !from) continue;
      const within = names[i].has(source.node);
      const led = within
        ? points?.map((point) => shiftedPosition(point, corner)).filter((point) => point !== null)
        : undefined;
      add({
        id: within ? uniqueId(id, taken) : edgeId(from.node, node, taken),
        source: from,
        target: { node, port: target.port },
        ...(led && led.length > 0 && { points: led }),
      });
    }
  }
  if (!doubled) return planned(changes);
  const wire = `${quote(doubled.source.node)} to ${quote(doubled.target.node)}`;
  return refuse(
    `Taken apart, ${nodeName(block, context.catalogue)} would need two wires from ${wire}; put a layer on one of them first.`,
  );
}
