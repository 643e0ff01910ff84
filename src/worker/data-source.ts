import type { DatasetSpec } from '../core/catalogue/types';
import {
  type ArrayDataset,
  batchIndices,
  gather,
  gatherLabels,
  itemSize,
  type LineSet,
  lineSet,
  pointSet,
} from '../core/data';
import type { TokenizedText } from '../core/data/text';
import type { RandomKey } from '../core/tensor';
import { loadFashionMnist, loadMnist } from '../files/datasets';
import { openText } from './text-source';

export interface Items {
  /** count × item, row-major. */
  values: Float32Array;
  labels: Uint8Array;
  count: number;
  /** Of texts: the tokens (count × length), which `values` holds as real numbers. */
  tokens?: Int32Array;
  /** Of texts: characters that a held-out token stands for, on average. */
  characters?: number;
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
  /** Probability density of numbers on a line, where it is known. */
  density?(x: number): number;
  /** Of texts: the text as tokens. */
  text?: TokenizedText;
}

const HELD_OUT_POINTS = 10_000;
/** Points that are drawn at a time; the held-out ones are the first block of theirs. */
const POINTS_BLOCK = HELD_OUT_POINTS;
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

/** Blocks of drawn points that are kept: what is asked again, in pieces or item by item, is not drawn again. */
const BLOCKS = 32;

/**
 * Points of a split in a fixed order. They are drawn in blocks, each from its own number, so that the millionth costs what the
 * first does.
 */
function* blocksOf(offset: number, end: number): Generator<{ block: number; from: number; to: number }> {
  for (let block = Math.floor(offset / POINTS_BLOCK); block * POINTS_BLOCK < end; block++) {
    const start = block * POINTS_BLOCK;
    yield { block, from: Math.max(0, offset - start), to: Math.min(POINTS_BLOCK, end - start) };
  }
}

/** Items of `size` numbers that a set draws endlessly. */
const drawnSource = (
  set: Pick<LineSet, 'title' | 'labelName' | 'labelCount'>,
  size: number,
  sample: (count: number, key: RandomKey) => { x: Float32Array; label: Uint8Array },
): DataSource => {
  const draw = (count: number, seed: number, stream: string, step: number): Items => {
    const { x, label } = sample(count, { seed, stream, step });
    return { values: x, labels: label, count };
  };
  /** Least recently used first. */
  const blocks = new Map<string, Items>();
  const blockOf = (split: 'train' | 'test', block: number): Items => {
    const key = `${split} ${block}`;
    const items = blocks.get(key) ?? draw(POINTS_BLOCK, FIXED_SEED, `data/${split}`, block);
    blocks.delete(key);
    blocks.set(key, items);
    const [oldest] = blocks.keys();
    if (blocks.size > BLOCKS) blocks.delete(oldest);
    return items;
  };
  return {
    title: set.title,
    itemShape: [size],
    classes: Array.from({ length: set.labelCount }, (_, i) => `${set.labelName} ${i + 1}`),
    trainCount: 0,
    testCount: HELD_OUT_POINTS,
    image: false,
    positions: () => null,
    batch: (step, batchSize, seed) => draw(batchSize, seed, 'data', step),
    items: (split, offset, count) => {
      const end = split === 'test' ? Math.min(offset + count, HELD_OUT_POINTS) : offset + count;
      const found = Math.max(0, end - offset);
      const values = new Float32Array(size * found);
      const labels = new Uint8Array(found);
      let at = 0;
      for (const { block, from, to } of blocksOf(offset, end)) {
        const items = blockOf(split, block);
        values.set(items.values.subarray(size * from, size * to), size * at);
        labels.set(items.labels.subarray(from, to), at);
        at += to - from;
      }
      return { values, labels, count: found };
    },
  };
};

/** Opens the data that a node asks for; texts of the user's own lie in the project's folder. */
export const openDataSource = async (
  spec: DatasetSpec,
  dataDirectory: string | null,
  projectDirectory = '.',
): Promise<DataSource> => {
  switch (spec.type) {
    case 'text':
      return openText(spec, projectDirectory);
    case 'mnist': {
      const { train, test } = await loadMnist(dataDirectory === null ? {} : { dataDirectory });
      return arraySource(train, test);
    }
    case 'fashion-mnist': {
      const { train, test } = await loadFashionMnist();
      return arraySource(train, test);
    }
    case 'points': {
      const set = pointSet(spec.set);
      return drawnSource(set, 2, (count, key) => set.sample(count, key, spec.drawn));
    }
    case 'line': {
      const set = lineSet(spec.set);
      return { ...drawnSource(set, 1, set.sample), density: set.density };
    }
  }
};
