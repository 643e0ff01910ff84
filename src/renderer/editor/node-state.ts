import type { GraphNode, GroupColor } from '../../core/graph/document';

/** How a node takes part, in a word for its title bar and a sentence for those who cannot see it. */
export interface NodeState {
  /** `bypassed`, `muted` or `silent`; empty for a node that works. */
  word: string;
  text: string;
  /** How often the node runs one after another; 1 unless it is a block that says more. */
  repeat: number;
}

/** Nodes that share a network: how many, what the others are called, and the how manieth such network it is. */
export interface Ties {
  count: number;
  others: string;
  order: number;
}

export function nodeState(node: GraphNode, silent: boolean, ties: Ties): NodeState {
  const repeat = typeof node.settings.repeat === 'number' ? node.settings.repeat : 1;
  const parts = [
    node.mode === 'bypass' && 'Bypassed: hands its input on unchanged',
    node.mode === 'mute' && 'Muted: takes no part',
    silent && node.mode !== 'mute' && 'Silent: what it needs is muted',
    repeat > 1 && `Repeated ${repeat} times`,
    ties.count > 1 && `Shares its network and weights with ${ties.others}`,
    node.collapsed && 'Collapsed',
  ];
  return { word: stateWord(node, silent), text: parts.filter(Boolean).join('. '), repeat };
}

/** What the title bar says of a node that does not work as usual. */
export function stateWord({ mode }: GraphNode, silent: boolean): string {
  if (mode === 'bypass') return 'bypassed';
  if (mode === 'mute') return 'muted';
  return silent ? 'silent' : '';
}

/** Marks of tied networks, in the order in which they are given out; grey is for what has no meaning. */
const TIE_COLORS: readonly GroupColor[] = ['violet', 'teal', 'amber', 'red', 'blue', 'green'];

export const groupColor = (color: GroupColor): string => `var(--group-${color})`;

export const tieColor = (order: number): string => groupColor(TIE_COLORS[Math.max(0, order) % TIE_COLORS.length]);
