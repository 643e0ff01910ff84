/** Words for the way of samplers that follow no path of noise: layers of a flow, steps of a chain, pixels, tokens. */
import type { WalkInfo } from '../../protocol/worker';
import { formatCount, formatFixed } from '../format';
import { timeOf } from './view';

/** What stands at both ends of the timeline. */
const ENDS: Record<WalkInfo['unit'], readonly [string, string]> = {
  layer: ['noise', 'data'],
  step: ['start', 'end'],
  pixel: ['nothing yet', 'whole picture'],
  token: ['nothing yet', 'whole item'],
};

export const walkEnds = ({ unit }: Pick<WalkInfo, 'unit'>): readonly [string, string] => ENDS[unit];

/** How far a walk has got at a frame, which may lie between two: "layer 3 of 8". */
export function walkPlace(
  { unit, frames, perFrame }: Pick<WalkInfo, 'unit' | 'frames' | 'perFrame'>,
  u: number,
): string {
  return `${unit} ${formatCount(Math.round(u * perFrame))} of ${formatCount(frames * perFrame)}`;
}

/** How far all lanes have got at a share of their way: counted in the walk that they have in common, or as a time t. */
export const placeWords = (walk: WalkInfo | null, share: number): string =>
  walk ? walkPlace(walk, share * walk.frames) : `t = ${formatFixed(timeOf(share), 2)}`;

/** The walk that all lanes take, if they take one of the same kind: then time is counted in its units. */
export function commonWalk(walks: readonly (WalkInfo | null)[]): WalkInfo | null {
  const [first] = walks;
  const same = (walk: WalkInfo | null): boolean =>
    walk !== null && first !== null && walk.unit === first.unit && walk.frames === first.frames;
  return first && walks.every(same) ? first : null;
}

/** Width of a character of the timeline's words (10.5 px, of equal width), and what is kept free between two words. */
const CHARACTER = 6.3;
const GAP = 2;

/**
 * Where the middle of the word for the present place stands under a timeline of this width (CSS pixels), and whether there is
 * room for the words at both ends: the place never covers them, nor stands out at the sides.
 */
export function wordsRoom(width: number, start: string, place: string, end: string): { left: string; ends: boolean } {
  const half = place.length / 2;
  const ends = (start.length + end.length + place.length + 2 * GAP) * CHARACTER <= width;
  const [before, after] = [start, end].map((word) => (ends ? word.length + GAP : 0) + half);
  return { left: `clamp(${before}ch, var(--share), calc(100% - ${after}ch))`, ends };
}
