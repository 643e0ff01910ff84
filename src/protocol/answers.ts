/** Answers of the training process. Numbers are row-major float32. */
import type { DensityKind, PortKind } from '../core/catalogue/types';
import type { ParameterNumbers, ParameterPlace, ValueNumbers, ValuePlace } from '../core/compile';
import type { AdversarialInfo } from './session-info';
import type { LatentColumn } from './worker';

export interface EncodedPoints {
  z: Float32Array;
  width: number;
  labels: Uint8Array;
  /** `count` numbers for each column that was asked for and that this study has. */
  columns: Partial<Record<LatentColumn, Float32Array>>;
  offset: number;
  count: number;
  step: number;
}
export interface DataItems {
  /** The text that each item is, cut into what each token adds; absent where items are no texts. */
  texts?: string[][];
  values: Float32Array;
  itemShape: number[];
  labels: Uint8Array;
  count: number;
}
export interface DecodedItems {
  values: Float32Array;
  itemShape: number[];
  count: number;
  step: number;
}
export interface Reconstructions {
  original: Float32Array;
  reconstruction: Float32Array;
  /** What each further autoencoder of the study makes of the same items, in the order of `ProbeInfo.autoencoders`. */
  others: Float32Array[];
  itemShape: number[];
  count: number;
  step: number;
}
/** `trajectory[k]` is x at `times[k]`, from t = 1 (noise) to t = 0 (data). */
export interface Trajectory {
  /** (steps + 1) × count × item. */
  samples: Float32Array;
  /** The text that each item has become, cut into what each token adds; absent where items are no texts. */
  texts?: string[][];
  /** steps × count × item: prediction of x_0 made at each step; empty where the sampler predicts none on its way. */
  predOriginal: Float32Array;
  /** steps + 1 times, falling from 1 to 0. */
  times: Float32Array;
  steps: number;
  count: number;
  itemShape: number[];
  /** Class that each item was asked for; empty where the network takes no labels. */
  labels: Uint8Array;
  /** How often the network was evaluated for each item. */
  evaluations: number;
  /** Catalogue type of the sampler that was used. */
  method: string;
  /** Training step of the weights. */
  step: number;
  seed: number;
}
/** Source of the definitions: docs/lenses.md. */
export interface LatentQuality {
  /**
   * Mean distance between what two neighbours in z decode to, over the mean distance between what two unrelated z decode to:
   * 0 where the decoder changes nothing, 1 where neighbours are as different as strangers.
   */
  roughness: number;
  /** Share of random z whose decoded item lies as near to data as held-out items do. */
  completeness: number;
  /** The distance that counts as near, and how it came to be is in the document named above. */
  near: number;
  /** Random z, and pairs of neighbours, that were tried. */
  count: number;
  step: number;
}
export interface AdversarialView {
  /** count × dimensions. */
  real: Float32Array;
  realLabels: Uint8Array;
  fake: Float32Array;
  /** count × dimensions: the way in which the generator's loss falls for each generated point, −∂L_G/∂x. */
  push: Float32Array;
  /** The discriminator's word on each generated point and on each point of the grid. */
  fakeScores: Float32Array;
  gridScores: Float32Array;
  /** Density of the data at each point of the grid, where it is known: on a line. */
  gridDensity?: Float32Array;
  dimensions: number;
  scale: AdversarialInfo['scale'];
  count: number;
  step: number;
  seed: number;
}
export interface DensityValues {
  /** For each item log p(x) in nats, or what `kind` says. */
  logProb: Float32Array;
  kind: DensityKind;
  count: number;
  step: number;
}
/** What a density would be at other values of the setting that it is scanned by: means of log p in nats. */
export interface DensityScanValues {
  values: Float32Array;
  /** Over the held-out items that were asked for. */
  heldOut: Float32Array;
  /** Over the items that the density was made from, and over these with each left out of its own density. */
  training: Float32Array;
  leaveOneOut: Float32Array;
  /** The value that holds now. */
  present: number;
  count: number;
  step: number;
}
export interface ContinuedText {
  /** The tokens that were drawn, the text that each adds, and log p of each under the model itself (in nats). */
  tokens: Int32Array;
  pieces: string[];
  logProbs: Float32Array;
  /** What may follow: the likeliest tokens, most likely first. */
  next: {
    tokens: Int32Array;
    pieces: string[];
    /** Probabilities as the model has them, and as temperature and top k make them. */
    model: Float32Array;
    drawn: Float32Array;
    /** Of the model's whole distribution, in bits. */
    entropy: number;
  };
  /** Tokens that the model can look back over. */
  lookBack: number;
  step: number;
}
/** A text as tokens, the text that each adds, and log p of each given those before it (in nats). */
export interface ScoredText {
  tokens: Int32Array;
  pieces: string[];
  logProbs: Float32Array;
  characters: number;
  step: number;
}
export interface CodedItems {
  /** count × rows × columns: for each place of an item the number of its code. */
  tokens: Int32Array;
  vocabulary: number;
  rows: number;
  columns: number;
  labels: Uint8Array;
  offset: number;
  count: number;
  step: number;
}
export interface FieldValues {
  /** count × 2 vectors: the velocity dx/dt. */
  vectors: Float32Array;
  count: number;
  t: number;
  step: number;
}

/**
 * A fixed batch of held-out items, always with the same noise, goes through the study as in evaluation (dropout off,
 * running statistics count): what changes between two readings is the weights.
 */
export interface LayerStatistics {
  values: readonly (ValuePlace & ValueNumbers)[];
  parameters: readonly (ParameterPlace & ParameterNumbers)[];
  /** Items of the probe batch. */
  batch: number;
  step: number;
}
/** `values` is row-major float32; whole numbers and labels are converted. */
export interface NodeValues {
  kind: PortKind;
  /**
   * One, or two for a distribution: its mean and its log-variance. `shown` are the same numbers as the objective that reads
   * them shows them, for instance logits as grey levels; null where none does.
   */
  parts: { part: 'mean' | 'logVar' | null; values: Float32Array; shown: Float32Array | null; shape: number[] }[];
  /** Classes of the items, in the order of the rows; empty where the data has no classes. */
  labels: Uint8Array;
  classes: readonly string[];
  /** Study node that the network works for, in how many uses of it the node runs, and how often in this one. */
  owner: string | null;
  uses: number;
  repetitions: number;
  /** Items of the probe batch. */
  batch: number;
  /** True where items or features were left out because there are too many numbers. */
  truncated: boolean;
  step: number;
}
