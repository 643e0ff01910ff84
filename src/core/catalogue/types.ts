import type { FlowStep } from '../generative/flows';
import type { NoisePath } from '../generative/paths';
import type { Fresh, Place, SamplerStep, VelocityField } from '../generative/samplers';
import type { Schedule } from '../generative/schedules';
import type { Fix, Graph, Settings, SettingValue } from '../graph/document';
import type { OptimizerSettings, Shape, Tensor } from '../tensor';
import type { DatasetSpec } from './data-types';
import type { HeldNetwork, NetworkLabels } from './handles';
import type { ColumnMeasure, Conclusion, SampleMeasure } from './measure-types';
import type { NodeProbe } from './probe-types';
import type { Setting } from './setting-types';
import type { Walk } from './walk';

export type * from './data-types';
export type * from './handles';
export type * from './measure-types';
export type * from './probe-types';
export type * from './setting-types';
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
