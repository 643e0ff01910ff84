import KDBush from 'kdbush';
import { summarizeClasses } from '../classes';
import { densityContours } from '../density/density';
import type { PointsAnswer, PointsQuestion } from './points-message';

/** Beyond what a float32 holds a place is nowhere; a tree cannot sort what is not a number. */
const NOWHERE = 3e38;
const placed = (value: number): number => (Math.abs(value) <= NOWHERE ? value : NOWHERE);

function indexed(positions: Float32Array, count: number): ArrayBufferLike {
  const tree = new KDBush(count, 64, Float32Array);
  for (let i = 0; i < count; i++) tree.add(placed(positions[2 * i]), placed(positions[2 * i + 1]));
  return tree.finish().data;
}

self.onmessage = ({ data }: MessageEvent<PointsQuestion>) => {
  const { id, positions, labels, density } = data;
  const count = labels.length;
  const answer: PointsAnswer = {
    id,
    classes: summarizeClasses(positions, labels, count),
    index: indexed(positions, count),
    density: density ? densityContours(positions, count) : null,
  };
  self.postMessage(answer, { transfer: answer.index instanceof ArrayBuffer ? [answer.index] : [] });
};
