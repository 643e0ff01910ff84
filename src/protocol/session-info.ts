/** What the window is told of a run when it opens. */
import type { DensityKind, Walk } from '../core/catalogue/types';
import type { LatentColumn } from './worker';

/** A setting that may be moved while training. */
export interface LiveSetting {
  node: string;
  setting: string;
  value: number;
}

export interface SessionInfo {
  run: string;
  /** Steps already taken (above zero when resumed). */
  step: number;
  /** Step budget from the trainer. */
  steps: number;
  backend: { id: string; title: string; threads: number };
  parameterCount: number;
  /** Names of the curves that telemetry carries, in drawing order; `repeats` names another one that is always equal. */
  series: { name: string; title: string; node: string; unit: string; repeats?: string }[];
  live: LiveSetting[];
  /** What an evaluation may measure, and the node that shows it. */
  measures: { name: string; node: string }[];
  data: {
    node: string;
    title: string;
    /** Item shape: `[1, 28, 28]` for images, `[2]` for points. */
    itemShape: number[];
    classes: string[];
    train: number;
    test: number;
    /** True when display values are grey levels in [0, 1]. */
    image: boolean;
    /** Present where items are windows of a text, told as tokens. */
    text?: true;
  };
  /** In the order of their turns in a step. */
  trainers: TrainerInfo[];
  probes: ProbeInfo;
  compileMilliseconds: number;
}

export interface TrainerInfo {
  node: string;
  title: string;
  /** Updates that it makes in each step. */
  updatesPerStep: number;
}

/** Which probes a document answers. */
export interface ProbeInfo {
  /** Width of z, or null when there is no encoder. */
  encode: { width: number; columns: readonly LatentColumn[] } | null;
  /** What makes items of z: a decoder or a generator. `classes` is what it can be asked for; 0 where it takes no labels. */
  decode: { width: number; classes: number } | null;
  reconstruct: boolean;
  /** Decoders whose latents an encoder gives, by decoder; reconstructions are of each. */
  autoencoders: { node: string; title: string; width: number }[];
  samplers: SamplerInfo[];
  /** Samplers that follow no path of noise. */
  walks: WalkInfo[];
  /** Nodes that say how probable items are; none where the model has no likelihood. */
  densities: DensityInfo[];
  /** A model that writes text, or null. */
  text: TextInfo | null;
  /** Samplers of the catalogue that may take the place of a sampler node. */
  methods: SamplerMethod[];
  /** Data the field lives in has this many dimensions, or null. */
  field: { dimensions: number } | null;
  /** A codebook between an encoder and a decoder. */
  codes: CodesInfo | null;
  adversarial: AdversarialInfo | null;
}

export interface SamplerInfo {
  node: string;
  title: string;
  /** Catalogue type, for instance `sampler.euler`. */
  method: string;
  num_inference_steps: number;
  eta: number;
  guidance_scale: number;
  /** Classes that the network can be asked for; 0 where it takes no labels. */
  classes: number;
  /** True where the network also learned to answer without a label, which guidance needs. */
  guided: boolean;
}
export interface SamplerMethod {
  /** Catalogue type. */
  method: string;
  title: string;
  /** Whether it draws fresh noise on the way, in the measure of `eta`. */
  stochastic: boolean;
}

/** A sampler that comes from random numbers to items in one go or in its own steps; `probe.sample` runs it. */
export interface WalkInfo {
  node: string;
  title: string;
  /** Catalogue type. */
  method: string;
  /** Steps of the trajectory that it gives; 0 where it makes items in one go. */
  frames: number;
  /** What they are counted in, and how many of it lie between one frame and the next. */
  unit: Walk['unit'];
  perFrame: number;
  /** Classes that it can be asked for; 0 where it takes no labels. */
  classes: number;
  /** How often an item goes through its network. */
  evaluations: number;
  /** Standard normal numbers that an item is made of, where they may be given in place of drawn ones; 0 where they may not. */
  noise: number;
  /** Names of the random numbers that it begins with, for instance levels of latents; those may be frozen. */
  levels: string[];
  /** The places of an item, row by row, that may be given from the first on, so that it draws the rest; null where none may. */
  given: { rows: number; columns: number } | null;
}

export interface TextInfo {
  /** The sequence model. */
  node: string;
  title: string;
  /** Tokens in a window, and how many different ones there are. */
  length: number;
  vocabulary: number;
  tokenizer: 'character' | 'bpe';
  /** Tokens of the held-out text. */
  heldOut: number;
}

export interface DensityInfo {
  node: string;
  title: string;
  kind: DensityKind;
  /** Numbers in an item. */
  dimensions: number;
  /** How many of them the density is of: fewer where the model sees items smaller than they are. */
  numbers: number;
  /** Classes that it can be conditioned on; 0 where it takes no labels. */
  classes: number;
  /** Whether its items are latents, which an encoder makes of data. */
  latent: boolean;
  /** Sampler node that draws from it; null where none does. */
  sampler: string | null;
  /** The setting that `probe.density-scan` tries other values of, and which ones; null where there is none. */
  scan: { setting: string; title: string; range: readonly [least: number, most: number] } | null;
}

export interface CodesInfo {
  node: string;
  /** Codes in the codebook. */
  vocabulary: number;
  /** Rows and columns of an item's tokens. */
  rows: number;
  columns: number;
}

export interface AdversarialInfo {
  dimensions: number;
  generator: string;
  discriminator: string;
  /** Whether the discriminator's output is a probability of being real, or a critic's score without bounds. */
  scale: 'probability' | 'score';
}

/** What the window is told of another run that was made ready. */
export interface ModelInfo extends Pick<SessionInfo, 'run' | 'data' | 'probes' | 'step'> {
  /** Title of the document that it trained. */
  title: string;
  startedAt: string;
}
