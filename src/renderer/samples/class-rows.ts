import type { SessionInfo } from '../../protocol/worker';

/** The first sampler, where it can be asked for classes. */
export interface ClassSampler {
  node: string;
  classes: number;
  /** How often its network is evaluated for each sample. */
  evaluations: number;
  num_inference_steps: number;
  /** Names of the random numbers that samples may have in common. */
  levels: readonly string[];
}

export function classSampler({ probes: { samplers, walks } }: Pick<SessionInfo, 'probes'>): ClassSampler | null {
  const [sampler] = samplers;
  if (sampler) {
    const { node, classes, num_inference_steps } = sampler;
    return classes > 0 ? { node, classes, num_inference_steps, evaluations: num_inference_steps, levels: [] } : null;
  }
  const [walk] = walks;
  if (!walk || walk.classes === 0) return null;
  const { node, classes, evaluations, levels } = walk;
  return { node, classes, evaluations, num_inference_steps: 1, levels };
}

/** Items of each class in turn, put in rows of one class each: item i goes to row i modulo `classes`. */
export function classRows(values: Float32Array, classes: number, columns: number, size: number): Float32Array {
  const rows = new Float32Array(classes * columns * size);
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < classes; row++) {
      const from = (column * classes + row) * size;
      rows.set(values.subarray(from, from + size), (row * columns + column) * size);
    }
  return rows;
}

/** How many tiles of each class fit a room, where each class has a row; at most `most` in all. */
export const columnsThatFit = (room: { width: number; height: number }, classes: number, most: number): number => {
  const tile = Math.max(SMALLEST, Math.min(LARGEST, room.height / classes));
  return Math.max(1, Math.min(Math.floor(room.width / tile), Math.floor(most / classes)));
};

/** CSS pixels of a tile. */
const SMALLEST = 16;
const LARGEST = 60;
