import type { DatasetSpec } from '../core/catalogue/types';
import { type ArrayDataset, batchIndices, gather, gatherLabels, itemSize, pointSet } from '../core/data';
import { loadMnist } from '../files/datasets';

export interface Items {
  /** count × item, row-major. */
  values: Float32Array;
  labels: Uint8Array;
  count: number;
}

/** Items of one data node: endless training batches by step, and a fixed held-out set. */
export interface DataSource {
  title: string;
  itemShape: readonly number[];
  classes: readonly string[];
  /** Items that training draws from; 0 where they are drawn endlessly. */
  trainCount: number;
  testCount: number;
  /** True when items are grey pictures with values in [0, 1]. */
  image: boolean;
  /** The batch of a step: the same numbers whenever it is asked for. */
  batch(step: number, batchSize: number, seed: number): Items;
  /** Positions in the dataset of the items of a batch; null where items are drawn endlessly. */
  positions(step: number, batchSize: number, seed: number): Uint32Array | null;
  /** Items of a split in a fixed order. */
  items(split: 'train' | 'test', offset: number, count: number): Items;
}

const HELD_OUT_POINTS = 10_000;
/** Display and evaluation points do not depend on the run's seed, so that runs can be compared. */
const FIXED_SEED = 0;

const slice = (dataset: ArrayDataset, indices: Uint32Array): Items => {
  const values = new Float32Array(indices.length * itemSize(dataset));
  gather(dataset, indices, values);
  const labels = dataset.labels ? gatherLabels(dataset, indices) : new Uint8Array(indices.length);
  return { values, labels, count: indices.length };
};

const range = (offset: number, count: number, size: number): Uint32Array =>
  Uint32Array.from({ length: Math.max(0, Math.min(count, size - offset)) }, (_, i) => offset + i);

const arraySource = (train: ArrayDataset, test: ArrayDataset): DataSource => {
  const positions = (step: number, batchSize: number, seed: number): Uint32Array =>
    batchIndices({ size: train.count, batchSize, step, seed });
  return {
    title: train.title,
    itemShape: train.itemShape,
    classes: train.classes ?? [],
    trainCount: train.count,
    testCount: test.count,
    image: train.itemShape.length === 3,
    positions,
    batch: (step, batchSize, seed) => slice(train, positions(step, batchSize, seed)),
    items: (split, offset, count) => {
      const dataset = split === 'train' ? train : test;
      return slice(dataset, range(offset, count, dataset.count));
    },
  };
};

const pointSource = (spec: Extract<DatasetSpec, { type: 'points' }>): DataSource => {
  const set = pointSet(spec.set);
  const draw = (count: number, seed: number, stream: string, step: number): Items => {
    const { x, label } = set.sample(count, { seed, stream, step }, spec.drawn);
    return { values: x, labels: label, count };
  };
  return {
    title: set.title,
    itemShape: [2],
    classes: Array.from({ length: set.labelCount }, (_, i) => `${set.labelName} ${i + 1}`),
    trainCount: 0,
    testCount: HELD_OUT_POINTS,
    image: false,
    positions: () => null,
    batch: (step, batchSize, seed) => draw(batchSize, seed, 'data', step),
    items: (split, offset, count) => {
      const all = draw(Math.min(offset + count, HELD_OUT_POINTS), FIXED_SEED, `data/${split}`, 0);
      return {
        values: all.values.slice(2 * offset),
        labels: all.labels.slice(offset),
        count: Math.max(0, all.count - offset),
      };
    },
  };
};

/** Opens the data that a node asks for. */
export const openDataSource = async (spec: DatasetSpec, dataDirectory: string | null): Promise<DataSource> => {
  switch (spec.type) {
    case 'mnist': {
      const { train, test } = await loadMnist(dataDirectory === null ? {} : { dataDirectory });
      return arraySource(train, test);
    }
    case 'points':
      return pointSource(spec);
  }
};
