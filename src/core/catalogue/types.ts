import type { FlowStep } from '../generative/flows';
import type { NoisePath } from '../generative/paths';
import type { Fresh, Place, SamplerStep, VelocityField } from '../generative/samplers';
import type { Schedule } from '../generative/schedules';
import type { Fix, Graph, Settings, SettingValue } from '../graph/document';
import type { OptimizerSettings, Shape, Tensor } from '../tensor';
import type { AutoregressiveHandle, DensityKind, HeldNetwork, NetworkLabels } from './handles';
import type { Walk } from './walk';

export type * from './handles';
export type { Draw, Given, Walk, WalkSteps } from './walk';

/** What travels along a wire. Ports connect when their kinds agree; shapes are checked after that. */
export type PortKind =
  | 'data'
  | 'latent'
  | 'distribution'
  | 'noise'
  | 'time'
  | 'label'
  | 'loss'
  | 'value'
  | 'network'
  | 'trajectory'
  | 'tokens'
  | 'logits'
  | 'flow'
  | 'tensor';

/** Drawer of the palette, and the colour of the node. */
export type Category =
  | 'data'
  | 'latent'
  | 'operation'
  | 'network'
  | 'objective'
  | 'trainer'
  | 'sampler'
  | 'metric'
  | 'input/output'
  | 'block'
  | 'layer'
  | 'convolution'
  | 'resampling'
  | 'normalisation'
  | 'sequence'
  | 'combine'
  | 'shape';

interface Described {
  label: string;
  help: string;
  /** Most people leave it as it is: the inspector folds it away with its like. */
  advanced?: true;
  /** Shown only while another setting holds one of these values. */
  visibleWhen?: { setting: string; is: readonly SettingValue[] };
}

export interface NumberSetting extends Described {
  type: 'number';
  default: number;
  min?: number;
  max?: number;
  step?: number;
  scale?: 'linear' | 'log';
  unit?: string;
  /** May change while a model trains: an input of the step program, never a constant. */
  live?: boolean;
}
export interface IntegerSetting extends Described {
  type: 'integer';
  default: number;
  min: number;
  max: number;
  scale?: 'linear' | 'log';
  unit?: string;
  /** May change while a model trains. */
  live?: boolean;
}
export interface ChoiceSetting extends Described {
  type: 'choice';
  default: string;
  options: readonly { value: string; label: string }[];
}
export interface ToggleSetting extends Described {
  type: 'toggle';
  default: boolean;
}
/** A list of whole numbers, for instance hidden widths. */
export interface IntegersSetting extends Described {
  type: 'integers';
  default: readonly number[];
  min: number;
  max: number;
  minLength: number;
  maxLength: number;
}
/** Points in the plane drawn by hand, each coordinate in [-1, 1]. */
export interface PointsSetting extends Described {
  type: 'points';
  default: readonly (readonly [number, number])[];
}

/** A file in the project's folder, by its path from there on; empty while none is chosen. */
export interface FileSetting extends Described {
  type: 'file';
  default: '';
}

export type Setting =
  | NumberSetting
  | IntegerSetting
  | ChoiceSetting
  | ToggleSetting
  | IntegersSetting
  | PointsSetting
  | FileSetting;

/** Values on wires while a document is traced. Shapes are read off the symbolic tensors. */
export type PortValue =
  | { kind: 'data' | 'latent' | 'noise' | 'time' | 'loss' | 'value' | 'tensor'; tensor: Tensor }
  /**
   * (n, length) int32, each from 0 to vocabulary − 1; `grid` where the sequence is rows of a picture, `grey` where each is the
   * grey level of a pixel there, from black to white.
   */
  | { kind: 'tokens'; tensor: Tensor; vocabulary: number; grid?: readonly [rows: number, columns: number]; grey?: true }
  /** (n, length, vocabulary): for each place of a sequence, unnormalised log-probabilities of what stands there. */
  | { kind: 'logits'; tensor: Tensor }
  /**
   * Where x has got to on its way to z, the parts of z that have left already, log |det ∂z/∂x| of each item so far (n), and the
   * maps that led there, first one first; with the shapes of one x and of one z, and the label of each where the flow takes
   * labels.
   */
  | {
      kind: 'flow';
      tensor: Tensor;
      left: readonly Tensor[];
      logDet: Tensor;
      steps: readonly FlowStep[];
      itemShape: Shape;
      noiseShape: Shape;
      label: { tensor: Tensor; labels: NetworkLabels } | undefined;
    }
  /**
   * `classes` is how many different labels there are, where that is known; `none` is the one among them that stands for
   * "no label", where labels are dropped while training.
   */
  | { kind: 'label'; tensor: Tensor; classes?: number; none?: number }
  | { kind: 'distribution'; mean: Tensor; logVar: Tensor }
  | { kind: 'network'; network: HeldNetwork }
  /** `direct`: items that come without a path from noise. */
  | { kind: 'trajectory'; itemShape: Shape; direct?: boolean };

export interface PortDefinition {
  label: string;
  /** Kinds that an input takes, or the one kind (first) that an output gives. */
  kinds: readonly PortKind[];
  help?: string;
  optional?: boolean;
  /** An input that takes any number of wires. */
  many?: boolean;
  /** An input of which only the shape counts: the network inside is not given it. */
  shapeOnly?: boolean;
}

export interface NodePorts {
  readonly inputs: Readonly<Record<string, PortDefinition>>;
  readonly outputs: Readonly<Record<string, PortDefinition>>;
}

export type Initializer =
  | { type: 'zeros' }
  | { type: 'ones' }
  | { type: 'uniform'; bound: number }
  | { type: 'normal'; std: number };

/** What a build rule may ask of the tracer. */
export interface BuildContext {
  /** Id of the node. */
  readonly node: string;
  /** Settings as plain values (structure: widths, choices); `number`, `text` and `integers` read them typed. */
  readonly settings: Settings;
  number(setting: string): number;
  text(setting: string): string;
  integers(setting: string): readonly number[];
  toggle(setting: string): boolean;
  /** Overrides every batch size while a probe or an evaluation is traced. */
  readonly batchSize: number | undefined;
  /** False while a probe, a sampler or an evaluation is traced: dropout is off, running statistics count. */
  readonly training: boolean;
  /** A live number setting as a scalar input of the program. */
  live(setting: string): Tensor;
  /** The one value on an input port. */
  input(port: string): PortValue;
  /** The tensor on an input port, for kinds that carry one. */
  tensor(port: string): Tensor;
  inputs(port: string): readonly PortValue[];
  optionalInput(port: string): PortValue | undefined;
  /** A trainable tensor of this node; layers' parameters are named inside their network. */
  parameter(name: string, shape: Shape, initializer: Initializer): Tensor;
  /** Numbers of this node that are kept and saved as parameters are, but that no gradient changes. */
  state(name: string, shape: Shape, initializer: Initializer): Tensor;
  /** The value of a state after this training step; a later use in the same step sees it already. */
  update(name: string, value: Tensor): void;
  /** Random numbers fed anew at every step from (seed, this node, step). */
  random(name: string, shape: Shape, distribution: 'normal' | 'uniform'): Tensor;
  /**
   * A batch fed from the node's dataset at every step: real numbers (x), labels or tokens (int32), or for texts, as one number,
   * how many characters a held-out token stands for.
   */
  batch(field: 'x' | 'label' | 'tokens' | 'characters', shape: Shape): Tensor;
  /** Id of the network graph inside this node. */
  held(): string;
  /**
   * Runs the network graph inside this node on named inputs; `shape` (with batch axis) is what it must give. `repeat` counts runs
   * with parameters of their own; all share theirs where it is absent.
   */
  network(inputs: Readonly<Record<string, Tensor>>, shape: Shape, repeat?: number): Tensor;
  /**
   * Runs the block graph inside this node on a tensor for each of its ports (undefined where no wire comes), and gives
   * what leaves it, by port. `repeat` counts runs with parameters of their own; null where all share theirs.
   */
  block(inputs: Readonly<Record<string, Tensor | undefined>>, repeat: number | null): Record<string, Tensor>;
  /** Ports of the node: those of its definition, or of the block inside it. */
  readonly ports: NodePorts;
  /**
   * What is around a layer (only inside a network or block): inputs by name (of a block: by port), and the shape that a
   * network must give (undefined in a block).
   */
  readonly surroundings:
    | { inputs: Readonly<Record<string, Tensor | undefined>>; shape: Shape | undefined; block: boolean }
    | undefined;
  /** A scalar to draw while training, under the node's name; `curve` tells several of one node apart. */
  report(value: Tensor, unit: string, curve?: string): void;
  /** A scalar to average over the held-out set; `exp`: the exponential of that average is what is told. */
  measure(name: string, value: Tensor, after?: 'exp'): void;
  /** The loss that an optimiser lowers; only trainers call it. */
  train(objective: TrainingObjective): void;
  /** Stops with one sentence about this node, and edits that would put it right. */
  fail(message: string, ...fixes: readonly Fix[]): never;
}

export interface TrainingObjective {
  loss: Tensor;
  optimizer: OptimizerSettings;
  /** Name of the live setting that holds the learning rate. */
  learningRate: string;
  /** Name of the live setting that holds the step budget. */
  stepBudget: string;
  /** Names of the live settings that hold these numbers; 0 means that the step is built without that part. */
  weightDecay: string;
  clipNorm: string;
  emaDecay: string;
  /** Whether the step limits the norm of the gradients. */
  clip: boolean;
  /** Whether the step keeps an average of the weights. */
  ema: boolean;
  schedule: Schedule;
  warmupSteps: number;
  /** Step budget, also the horizon of the schedule. */
  steps: number;
  /** Batches whose gradients are averaged for one step. */
  accumulate: number;
  /** Whether the norm of the gradients is drawn. */
  drawGradNorm: boolean;
  /** Ids of the networks that it updates; null for all that the loss depends on and no other trainer names. */
  networks: readonly string[] | null;
  /** Updates in each step, each on a batch and noise of its own. */
  updatesPerStep: number;
  /** Trainers of a study take turns in the order of these numbers. */
  turn: number;
}

/** Where a data node's items come from. */
export type DatasetSpec =
  | { type: 'mnist' }
  | { type: 'fashion-mnist' }
  | { type: 'points'; set: string; drawn: readonly (readonly [number, number])[] }
  | { type: 'line'; set: string }
  | TextSpec;

/** Windows of a text, cut into tokens. */
export interface TextSpec {
  type: 'text';
  /** Id of a bundled text; `file` is one of the user's own. */
  text: string;
  /** Where the user's own lies, from the project's folder on. */
  file: string;
  tokenizer: 'character' | 'bpe';
  vocabulary: number;
  /** Tokens in a window. */
  length: number;
}

/** How a density depends on one number that its node is set to: what it would be at other values. */
export interface DensityScan {
  /** The setting, a live one, and the values that are asked for, on a logarithmic scale. */
  setting: string;
  range: readonly [least: number, most: number];
  /** The value that holds now, a scalar: what the setting says, or what became of it in training. */
  present(): Tensor;
  /** log p(x) of each item (n) at a value (scalar). */
  logProb(x: Tensor, value: Tensor): Tensor;
  /** Mean log p of the items that the density was made from, at a value (scalar). */
  training(value: Tensor): Tensor;
  /** The same with each item left out of its own density. */
  leaveOneOut(value: Tensor): Tensor;
}

/** Groups that a node puts items into. */
export interface Clusters {
  count: number;
  /** x (n, …item) → the number of its group from 0, for each item (n) int32. */
  assign(x: Tensor): Tensor;
}

/** What a view may ask of a network node, with a batch of its own. */
export type NodeProbe =
  | {
      role: 'encode';
      itemShape: Shape;
      width: number;
      /** The code of x (n, width), and the log-variance about it where the encoder gives a distribution. */
      encode(x: Tensor): { mean: Tensor; logVar?: Tensor };
    }
  | { role: 'decode'; width: number; itemShape: Shape; decode(z: Tensor): Tensor }
  | { role: 'generate'; width: number; itemShape: Shape; generate(z: Tensor): Tensor }
  /** Logits of each place of a sequence from the tokens before it. */
  | (Omit<AutoregressiveHandle, 'role'> & { role: 'continue' })
  /** Latents (n, …latent) as the nearest codes of a codebook, their numbers (n, rows · columns) int32, and the way back. */
  | {
      role: 'codes';
      latentShape: Shape;
      vocabulary: number;
      grid: readonly [rows: number, columns: number];
      quantize(z: Tensor): Tensor;
      lookUp(tokens: Tensor): Tensor;
    }
  /** `discriminate` gives one number for each item (n), under a label for each (n) where it takes labels: a logit or a score. */
  | {
      role: 'discriminate';
      itemShape: Shape;
      labels: NetworkLabels | undefined;
      discriminate(x: Tensor, labels?: Tensor): Tensor;
    }
  /** `logProb` gives log p(x) of each item (n) in nats, or what stands for it, as `kind` says. */
  | {
      role: 'density';
      itemShape: Shape;
      kind: DensityKind;
      labels: NetworkLabels | undefined;
      logProb(x: Tensor, labels?: Tensor): Tensor;
      scan?: DensityScan;
      clusters?: Clusters;
    }
  | { role: 'cluster'; itemShape: Shape; clusters: Clusters };

/** How a sampler node goes from noise to data. */
export interface SamplerDefinition {
  /** Its name where several stand side by side, for instance "Heun". */
  name: string;
  /** Whether a step draws fresh noise, in the measure of the setting `eta`. */
  stochastic: boolean;
  /** Times from 1 (noise) down to 0 (data), numInferenceSteps + 1 of them. */
  times(numInferenceSteps: number): Float32Array;
  /** One step as tensor arithmetic; it calls `field` once for each evaluation of the network. */
  step(path: NoisePath, field: VelocityField, place: Place, fresh: Fresh): SamplerStep;
}

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

/** A graph that can be put inside a node. */
export interface Preset {
  id: string;
  title: string;
  /** One line for the palette; the node's own where absent. */
  summary?: string;
  source?: string;
  keywords?: readonly string[];
  graph: Graph;
  /** Graphs of the blocks inside `graph`, by the id that its nodes name. */
  networks?: Readonly<Record<string, Graph>>;
}

export interface NodeDefinition {
  /** `family.name`, never changed once released. */
  type: string;
  version: number;
  title: string;
  level: 'study' | 'network';
  category: Category;
  /** One line for the palette. */
  summary: string;
  /** A paragraph for the inspector. */
  help: string;
  /** KaTeX source. */
  formula?: string;
  source?: string;
  /** Extra words that the palette finds it by. */
  keywords?: readonly string[];
  inputs: Readonly<Record<string, PortDefinition>>;
  outputs: Readonly<Record<string, PortDefinition>>;
  settings: Readonly<Record<string, Setting>>;
  /** What a node holds: a network with an Output, or a block whose ports are its own. */
  holds?: 'network' | 'block';
  /** Graphs that can be put inside, first one by default (only for nodes that hold one). */
  presets?: readonly Preset[];
  /** Upgrades settings written by an older version, keyed by the version it upgrades to. */
  migrate?: Readonly<Record<number, (settings: Record<string, SettingValue>) => Record<string, SettingValue>>>;
  build(context: BuildContext): Record<string, PortValue>;
  /** Data nodes: where items come from. */
  dataset?(settings: Settings): DatasetSpec;
  /** Network nodes: what views may ask of them. */
  probe?(context: BuildContext): NodeProbe;
  /** Objectives: how a decoder's output that feeds `port` is shown (logits become grey levels). */
  display?: { port: string; show(settings: Settings, value: Tensor): Tensor };
  sampler?: SamplerDefinition;
  /** Samplers of models without a path of noise: how they come from random numbers to items, in one go or step by step. */
  walk?(context: BuildContext): Walk;
  sampleMeasure?: SampleMeasure;
  /** Measures of the held-out set that cost more than the study itself: made only where it is gone through. */
  evaluation?: { names: readonly string[]; measure(context: BuildContext): Record<string, Tensor> };
  conclude?: Conclusion;
  /** What is told of the held-out set once it has been gone through; made only there. */
  columnMeasure?(context: BuildContext): ColumnMeasure;
}

export const defineNode = (definition: NodeDefinition): NodeDefinition => definition;

/** What the rest of the program needs of the catalogue. */
export interface Catalogue {
  readonly all: readonly NodeDefinition[];
  find(type: string): NodeDefinition | undefined;
}
