import { type Graph, type GraphNode, LIMITS } from '../document';
import { holdersOf, networksInside } from '../networks';
import { BLOCK_INPUT, BLOCK_OUTPUT } from '../node-ports';
import { graphAt, nodeName, own } from '../place';
import { findNode, noGraph, tooManyNetworks } from './common';
import { type EditContext, type Refusal, refuse } from './types';

/** A block that can be taken apart. */
export interface Parts {
  readonly block: GraphNode;
  readonly network: string;
  /** The graph around it. */
  readonly around: Graph;
  /** The graph inside it. */
  readonly inside: Graph;
  /** What stands inside it besides its ports. */
  readonly nodes: readonly GraphNode[];
  readonly repeat: number;
  /** Networks of the blocks inside. */
  readonly nested: readonly string[];
  /** Whether other nodes hold the same network. */
  readonly tied: boolean;
}

const isPort = ({ type }: GraphNode): boolean => type === BLOCK_INPUT || type === BLOCK_OUTPUT;

/** What a block is made of, or the sentence that says why it cannot be taken apart. */
export function partsOf(context: EditContext, id: string): { ok: true; parts: Parts } | Refusal {
  const { document, catalogue, graph } = context;
  const around = graphAt(document, graph);
  if (!around) return noGraph(context);
  const found = findNode(context, id);
  if (!found.ok) return found;
  const block = found.node;
  const name = nodeName(block, catalogue);
  if (catalogue.find(block.type)?.holds !== 'block')
    return refuse(`${name} is not a block, so it cannot be taken apart.`);
  const { network } = block;
  const inside = network === undefined ? undefined : own(document.networks, network);
  if (network === undefined || !inside) return refuse(`${name} has no network inside.`);
  const nested = networksInside(inside.nodes, document.networks);
  if (network === graph || nested.includes(network) || (graph !== null && nested.includes(graph)))
    return refuse(`${name} holds itself, so it cannot be taken apart; delete it here.`);
  if (block.mode) {
    const state = block.mode === 'mute' ? 'muted' : 'bypassed';
    return refuse(`${name} is ${state}, which its nodes could not be as one; end that first.`);
  }
  const { repeat = 1, weights } = block.settings;
  if (typeof repeat !== 'number' || !Number.isInteger(repeat) || repeat < 1)
    return refuse(`How often ${name} repeats is not a whole number from 1; correct it first.`);
  if (repeat > 1 && weights === 'shared')
    return refuse(
      `${name} shares its weights among ${repeat} repetitions, which separate nodes could not; repeat it once first.`,
    );
  const nodes = inside.nodes.filter((node) => !isPort(node));
  const tied = holdersOf(document, network).length > 1;
  const parts = { block, network, around, inside, nodes, repeat, nested, tied };
  return limitRefusal(context, parts, name) ?? { ok: true, parts };
}

function limitRefusal({ document }: EditContext, parts: Parts, name: string): Refusal | null {
  const { around, inside, nodes, repeat, nested, tied } = parts;
  const counts = {
    nodes: around.nodes.length - 1 + repeat * nodes.length,
    edges: around.edges.length + repeat * inside.edges.length,
    groups: around.groups.length + repeat * inside.groups.length,
    notes: around.notes.length + inside.notes.length,
  };
  const words = { nodes: 'nodes', edges: 'wires', groups: 'groups', notes: 'notes' } as const;
  for (const key of ['nodes', 'edges', 'groups', 'notes'] as const)
    if (counts[key] > LIMITS[key])
      return refuse(
        `Taken apart, ${name} would leave ${counts[key]} ${words[key]} here; a graph holds at most ${LIMITS[key]}.`,
      );
  const copies = (tied ? repeat : repeat - 1) * nested.length;
  return Object.keys(document.networks).length + copies > LIMITS.networks ? tooManyNetworks : null;
}
