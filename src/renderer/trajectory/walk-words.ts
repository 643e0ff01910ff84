/** Words for the way of samplers that follow no path of noise: layers of a flow, steps of a chain, pixels, tokens. */
import type { WalkInfo } from '../../protocol/worker';
import { formatCount } from '../format';

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

/** The walk that all lanes take, if they take one of the same kind: then time is counted in its units. */
export function commonWalk(walks: readonly (WalkInfo | null)[]): WalkInfo | null {
  const [first] = walks;
  const same = (walk: WalkInfo | null): boolean =>
    walk !== null && first !== null && walk.unit === first.unit && walk.frames === first.frames;
  return first && walks.every(same) ? first : null;
}
