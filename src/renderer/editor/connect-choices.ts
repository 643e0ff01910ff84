import { catalogue } from '../../core/catalogue';
import { type EditContext, graphAt, nodeAt, portsOf } from '../../core/graph';
import type { GraphEnd } from '../../core/graph/document';
import type { WireEnd } from './canvas-state';
import { toldApart } from './told-apart';
import { tryEnd } from './wire-edits';

/** A port where a wire may begin or end, in words. */
export interface PortChoice {
  id: string;
  title: string;
  summary: string;
  end: WireEnd;
  /** Has a wire already. */
  taken: boolean;
}

const facing = (side: WireEnd['side']): WireEnd['side'] => (side === 'source' ? 'target' : 'source');

function portsAt(context: EditContext, id: string, side: WireEnd['side']): PortChoice[] {
  const { document, graph } = context;
  const node = nodeAt(document, graph, id);
  if (!node) return [];
  const ports = portsOf(node, catalogue.find(node.type), document.networks);
  const edges = graphAt(document, graph)?.edges ?? [];
  return Object.entries(side === 'source' ? ports.outputs : ports.inputs).map(([port, { label, kinds }]) => ({
    id: `${side} ${id} ${port}`,
    title: label,
    summary: `${side === 'source' ? 'output' : 'input'} · ${kinds.join(' or ')}`,
    end: { node: id, port, side },
    taken: edges.some((edge) => edge[side].node === id && edge[side].port === port),
  }));
}

/** Ports of a node by their labels, those without a wire first, outputs before inputs. */
export function portChoices(context: EditContext, node: string): PortChoice[] {
  const ports = [...portsAt(context, node, 'source'), ...portsAt(context, node, 'target')];
  return [...ports.filter(({ taken }) => !taken), ...ports.filter(({ taken }) => taken)];
}

/** Ports of other nodes that a wire from this one fits, by node and label, those without a wire first. */
export function farChoices(context: EditContext, from: WireEnd): PortChoice[] {
  const nodes = graphAt(context.document, context.graph)?.nodes ?? [];
  const names = toldApart(nodes);
  const fits = nodes
    .flatMap(({ id }) =>
      portsAt(context, id, facing(from.side)).map((port) => ({ ...port, title: `${names.get(id)} · ${port.title}` })),
    )
    .filter(({ end }) => tryEnd(context, from, end).ok);
  return [...fits.filter(({ taken }) => !taken), ...fits.filter(({ taken }) => taken)];
}

/** A wire between two ends, whichever of them was chosen first. */
export function endsBetween(a: WireEnd, b: WireEnd): { source: GraphEnd; target: GraphEnd } {
  const [source, target] = a.side === 'source' ? [a, b] : [b, a];
  return { source: { node: source.node, port: source.port }, target: { node: target.node, port: target.port } };
}
