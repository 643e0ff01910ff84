import type { NodePorts } from '../../core/catalogue/types';
import type { Fact } from './facts';
import type { NodeState } from './node-state';

/** Widths that a node may have, and what it grows by, in pixels of the canvas. */
const LEAST = 180;
const MOST = 260;
const STEP = 10;

/** Mean width of a letter: of a title, of small words, of numbers (which are all as wide), of a mark in the title bar. */
const LETTER = { title: 7, word: 6.2, number: 6.6, mark: 5.8 } as const;
/** Room beside the words: icon and edges of the title bar, edges of a row, between its two sides, around a mark. */
const ROOM = { title: 42, row: 24, between: 16, mark: 19 } as const;

interface WidthOf {
  name: string;
  state: NodeState;
  tied: boolean;
  opens: boolean;
  warns: boolean;
  ports: NodePorts;
  facts: readonly Fact[];
}

/**
 * How wide a node is drawn so that its words have room. Worked out from the letters instead of left to the page: hundreds
 * of nodes that size themselves take the page far longer to lay out.
 */
export function nodeWidth({ name, state, tied, opens, warns, ports, facts }: WidthOf): number {
  const marks = [
    state.word && state.word.length * LETTER.mark + ROOM.mark,
    state.repeat > 1 && 34,
    tied && 36,
    opens && 27,
    warns && 21,
  ];
  const title = marks.reduce<number>((sum, mark) => sum + (mark || 0), ROOM.title + name.length * LETTER.title);
  const [inputs, outputs] = [Object.values(ports.inputs), Object.values(ports.outputs)];
  const rows = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => {
    const letters = (inputs[row]?.label.length ?? 0) + (outputs[row]?.label.length ?? 0);
    return ROOM.row + ROOM.between + letters * LETTER.word;
  });
  const lines = facts.map(
    ({ label, value }) => ROOM.row + ROOM.between + label.length * LETTER.word + value.length * LETTER.number,
  );
  const wanted = Math.max(title, ...rows, ...lines);
  return Math.min(MOST, Math.max(LEAST, Math.ceil(wanted / STEP) * STEP));
}

/** Heights of the title bar, of a pair of ports, of a fact, and of what is around the two lists, in pixels. */
const HEIGHT = { bar: 28, ports: 20, fact: 19, aroundPorts: 10, aroundFacts: 13, edge: 2 } as const;

/** How high a node is that has no problem and no run: what its style sheets make of its rows. */
export function nodeHeight({ ports, facts }: Pick<WidthOf, 'ports' | 'facts'>): number {
  const rows = Math.max(Object.keys(ports.inputs).length, Object.keys(ports.outputs).length);
  return (
    HEIGHT.edge +
    HEIGHT.bar +
    (rows > 0 ? HEIGHT.aroundPorts + rows * HEIGHT.ports : 0) +
    (facts.length > 0 ? HEIGHT.aroundFacts + facts.length * HEIGHT.fact : 0)
  );
}

/** Width of a letter of a title, and room on both sides of it, as shares of its size and in pixels. */
const FAR = { letter: 0.6, room: 8 } as const;

/** Size at which the longest word of a title fills a node, for titles that are drawn against the zoom. */
export const titleSize = (name: string, width: number): number =>
  Math.floor((width - FAR.room) / (FAR.letter * Math.max(...name.split(/\s+/).map(({ length }) => length), 4)));

/** A collapsed node is as wide as its title bar needs. */
export const collapsedWidth = (of: WidthOf): number => Math.max(120, nodeWidth({ ...of, ports: NONE, facts: [] }) - 30);

const NONE: NodePorts = { inputs: {}, outputs: {} };
