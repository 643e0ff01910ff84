/** What is measured besides averages over held-out items: samples, scores of all items, and what an average is told as. */
import type { Settings } from '../graph/document';
import type { Tensor } from '../tensor';
import type { DatasetSpec } from './data-types';

/** What the network that knows digits says of grey pictures. */
export interface PictureFeatures {
  /** count × 64: what stands for each picture. */
  features: Float32Array;
  /** The digit that it sees in each. */
  digits: Uint8Array;
}

/** What samples are judged against, and who may be asked about them. */
export interface Judging {
  dataset: DatasetSpec;
  /** Of one sample. */
  itemShape: readonly number[];
  /** Classes that the sampler was asked for in turn, item i for i modulo classes; undefined where it takes no labels. */
  classes: number | undefined;
  /** Items of a split of the data in a fixed order (count × item), fewer where there are no more. */
  items(split: 'train' | 'test', offset: number, count: number): Float32Array;
  /** Looks at grey pictures (count × 784, in [0, 1]). */
  look(pictures: Float32Array): Promise<PictureFeatures>;
}

/** Judges samples against held-out data on the host. */
export interface SampleMeasure {
  /** Everything that it may give; some only for some sets. */
  names: readonly string[];
  /** How many samples it wants; it gets fewer of samplers that take long. */
  count(settings: Settings): number;
  /** @param samples count × item, row-major. */
  measure(samples: Float32Array, judging: Judging): Promise<Record<string, number>>;
}

/** What is told of the average over the held-out set of a row of numbers that a node measures, in place of that row. */
export interface Conclusion {
  /** Name of the measure. */
  from: string;
  names: readonly string[];
  numbers(average: Float64Array): Record<string, number>;
}

/** What is told of a set of items as a whole, from a number for each of them. */
export interface ColumnMeasure {
  names: readonly string[];
  /** (n) each, gathered over all items. */
  columns: Readonly<Record<string, Tensor>>;
  measure(columns: Readonly<Record<string, Float32Array>>): Record<string, number>;
}
