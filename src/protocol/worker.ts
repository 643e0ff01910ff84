/**
 * Every message between the window and the training process. They talk over a MessagePort; main is not in the path.
 * Requests are validated in the worker with `requestSchemas`; answers and events come from our own process.
 */
import { z } from 'zod';
import type {
  AdversarialView,
  CodedItems,
  ContinuedText,
  DataItems,
  DecodedItems,
  DensityScanValues,
  DensityValues,
  EncodedPoints,
  FieldValues,
  LatentQuality,
  LayerStatistics,
  NodeValues,
  Reconstructions,
  ScoredText,
  Trajectory,
} from './answers';
import type { Result } from './common';
import type { LiveSetting, ModelInfo, SessionInfo } from './session-info';

export type * from './answers';
export type * from './session-info';

/** NaN would go through a network and be drawn as if it were something. */
const float32 = z
  .instanceof(Float32Array)
  .refine((values) => values.every(Number.isFinite), 'some of its numbers are not finite');
const offset = z.int().min(0).max(10_000_000);
const count = z.int().min(1).max(100_000);
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const id = z.string().min(1).max(64);
const split = z.enum(['train', 'test']);
/** Probes that share a channel replace each other while they wait: hovering never queues. */
const channel = z.string().min(1).max(64);
/**
 * Whose weights answer: of a run (null or absent: the open one) at one of its kept steps (null or absent: its newest).
 * Other runs are made ready with `model.open` first; `weights.list` tells the steps that are kept.
 */
export const weightsSchema = z.object({ run: id.nullish(), step: z.int().min(0).nullish() });
export type WeightsRef = z.infer<typeof weightsSchema>;
const weights = weightsSchema.optional();
/** What may be told of an encoded item besides where it lies. */
const column = z.enum(['reconstruction_error', 'posterior_std', 'cluster', 'component']);
export type LatentColumn = z.infer<typeof column>;

export const requestSchemas = {
  /** Compiles a document and makes a run ready (fresh parameters, or the newest checkpoint of `resume`). */
  'session.open': z.object({
    /** A project document, validated again by the document schema. */
    document: z.unknown(),
    /** Id of a run of this project to continue from its newest checkpoint; null starts a new run at the first step. */
    resume: id.nullable(),
  }),
  /** Trains until the step budget (or `until`) is reached, or until paused. */
  'train.start': z.object({ until: z.int().min(1).max(100_000_000).nullable() }),
  'train.pause': z.object({}),
  /** One optimiser step, then pause. */
  'train.step': z.object({
    /** Only the turn of this trainer; absent or null for a whole step. */
    trainer: id.nullish(),
  }),
  /** Slows training down to be watched; null for as fast as it goes. */
  'train.pace': z.object({ stepsPerSecond: z.number().min(0.1).max(1_000).nullable() }),
  /** Goes back to the newest checkpoint, or to the first step where there is none, and pauses. */
  'train.back': z.object({}),
  /** Ends the run: evaluates, writes the last checkpoint. The session stays open for probes. */
  'train.stop': z.object({}),
  /** Changes a live setting from the next step on. */
  'live.set': z.object({ node: id, setting: id, value: z.number() }),
  'checkpoint.save': z.object({}),
  /** Test metrics on the held-out set with the newest weights. */
  'metrics.evaluate': z.object({}),
  /** Steps of a run whose weights are kept, oldest first. */
  'weights.list': z.object({ run: id.nullable() }),
  /** Makes another run of the project ready to answer probes beside the open one. */
  'model.open': z.object({ run: id }),
  'model.close': z.object({ run: id }),
  /** Dataset items for display (fixed order: the first `count` of the split after `offset`, or those of `items` alone). */
  'probe.data': z.object({
    channel,
    weights,
    split,
    offset,
    count,
    items: z.array(z.int().min(0).max(10_000_000)).max(1_024).optional(),
  }),
  /** Latent means of `count` items of a split (fixed order) from `offset` on, with the asked columns. */
  'probe.encode': z.object({
    channel,
    weights,
    split,
    offset: offset.optional(),
    count,
    columns: z.array(column).max(8).optional(),
  }),
  /** Decodes `count` latent vectors (row-major, count × latent width) to display values. */
  'probe.decode': z.object({
    channel,
    weights,
    z: float32,
    count,
    /** The class to make; absent or null: without one where the model knows that, else the first. Only where it takes labels. */
    label: z.int().min(0).max(255).nullish(),
    /** The pointer asks as it moves: what follows a model that trains gives way to it for a moment. */
    hand: z.boolean().optional(),
  }),
  /** Reconstructions (through the latent mean) of the first `count` test items. */
  'probe.reconstruct': z.object({ channel, weights, count }),
  /** How continuous and how complete the latent space is. Takes a second or so. */
  'probe.latent-quality': z.object({ channel, weights, seed }),
  /** Runs a sampler node from noise drawn with `seed`; what is absent is as the node has it. */
  'probe.sample': z.object({
    channel,
    weights,
    node: id.nullable(),
    /** Catalogue type of another sampler that takes the node's place, for instance `sampler.heun`. */
    method: z.string().min(1).max(64).nullish(),
    seed,
    count,
    num_inference_steps: z.int().min(1).max(1_000),
    /** Classifier-free guidance w; 1 follows the conditional prediction. Only where the network takes labels. */
    guidance_scale: z.number().min(0).max(100).nullish(),
    /** Share of fresh noise at each step, for stochastic samplers. */
    eta: z.number().min(0).max(1).nullish(),
    /** The one class to draw; absent or null draws each in turn. Only where the network takes labels. */
    label: z.int().min(0).max(255).nullish(),
    /** Noise to begin from in place of drawn one (row-major, count × `WalkInfo.noise`), where that is not 0. */
    noise: float32.optional(),
    /** Random numbers (`WalkInfo.levels`) that every so many items have in common. */
    frozen: z.object({ levels: z.array(id).max(16), every: z.int().min(1) }).nullish(),
    /** A held-out item, by its position, of which the first `known` places are kept (`WalkInfo.given`); the rest is drawn. */
    given: z.object({ item: offset, known: z.int().min(0) }).nullish(),
  }),
  /** Network output on `count` points of the plane (row-major, count × 2) at time t in [0, 1]. */
  'probe.field': z.object({
    channel,
    weights,
    /** Sampler node whose network is asked; absent or null: the first. */
    node: id.nullish(),
    points: float32,
    count,
    t: z.number().min(0).max(1),
    guidance_scale: z.number().min(0).max(100).nullish(),
    label: z.int().min(0).max(255).nullish(),
  }),
  /** log p(x) at points (row-major, count × item), or of the first `count` items of a split after `offset`. */
  'probe.density': z.object({
    channel,
    weights,
    /** A node that knows a density; absent or null: the first. */
    node: id.nullish(),
    of: z.union([z.object({ points: float32 }), z.object({ split, offset })]),
    count,
    /** The class to condition on; absent or null averages over all. Only where the model takes labels. */
    label: z.int().min(0).max(255).nullish(),
  }),
  /** Mean log p at other values of a density's setting, of the first `count` held-out items and of what it was made from. */
  'probe.density-scan': z.object({
    channel,
    weights,
    /** A node whose density has such a setting; absent or null: the first. */
    node: id.nullish(),
    values: float32.refine(({ length }) => length >= 1 && length <= 100, 'expected 1 to 100 values'),
    count: z.int().min(1).max(10_000),
  }),
  /** Draws up to 64 tokens of a text one after the other, and tells what may follow. */
  'probe.continue': z.object({
    channel,
    weights,
    /** A sequence model; absent or null: the first. */
    node: id.nullish(),
    /** The tokens before; of many the last ones count, as far back as the model can look. */
    tokens: z.instanceof(Int32Array).refine(({ length }) => length <= 100_000, 'expected at most 100 000 tokens'),
    /** Tokens before the first one that is drawn: by it and the seed a draw can be made again. */
    position: offset,
    count: z.int().min(0).max(64),
    temperature: z.number().min(0.01).max(10),
    /** Only the so many likeliest tokens are drawn from; 0 for all. */
    top_k: z.int().min(0).max(65_536),
    seed,
    label: z.int().min(0).max(255).nullish(),
  }),
  /** How likely each token of a text is, given those before it: of one that was typed, or of the held-out one. */
  'probe.score-text': z.object({
    channel,
    weights,
    node: id.nullish(),
    of: z.union([z.object({ text: z.string().max(20_000) }), z.object({ offset, tokens: z.int().min(1).max(20_000) })]),
  }),
  /** The codes that `count` items of a split (fixed order) from `offset` on are told by. */
  'probe.codes': z.object({ channel, weights, split, offset, count }),
  /** Decodes `count` maps of tokens (row by row) to display values. */
  'probe.decode-tokens': z.object({
    channel,
    weights,
    tokens: z.instanceof(Int32Array),
    count,
    /** The pointer asks as it moves. */
    hand: z.boolean().optional(),
  }),
  /** Real and generated points, and what the discriminator says of a grid. `grid` is row-major, gridCount × dimensions. */
  'probe.adversarial': z.object({ channel, weights, seed, count, grid: float32, gridCount: count }),
  /** Statistics of every value and parameter for the probe batch. Costs about a forward and a backward pass. */
  'probe.layers': z.object({ channel }),
  /** What one port of one node gives for the first `count` items of the probe batch. */
  'probe.output': z.object({ channel, network: id.nullable(), node: id, port: id, count: z.int().min(1).max(1_024) }),
} as const;

export type RequestType = keyof typeof requestSchemas;
export type RequestOf<T extends RequestType> = z.infer<(typeof requestSchemas)[T]>;

export interface Responses {
  'session.open': SessionInfo;
  'train.start': null;
  'train.pause': null;
  'train.step': null;
  'train.pace': null;
  'train.back': null;
  'train.stop': null;
  'live.set': null;
  'checkpoint.save': { step: number };
  'metrics.evaluate': Record<string, number>;
  'weights.list': { run: string; steps: number[] };
  'model.open': ModelInfo;
  'model.close': null;
  'probe.data': DataItems;
  'probe.encode': EncodedPoints;
  'probe.decode': DecodedItems;
  'probe.reconstruct': Reconstructions;
  'probe.latent-quality': LatentQuality;
  'probe.sample': Trajectory;
  'probe.field': FieldValues;
  'probe.density': DensityValues;
  'probe.density-scan': DensityScanValues;
  'probe.continue': ContinuedText;
  'probe.score-text': ScoredText;
  'probe.codes': CodedItems;
  'probe.decode-tokens': DecodedItems;
  'probe.adversarial': AdversarialView;
  'probe.layers': LayerStatistics;
  'probe.output': NodeValues;
}

export type TrainState = 'idle' | 'training' | 'paused' | 'finished' | 'failed';

/** At most 30 a second. `values` is row-major: steps.length × series in the order of `SessionInfo.series`. */
export interface Telemetry {
  run: string;
  steps: Int32Array;
  values: Float32Array;
  step: number;
  stepsPerSecond: number;
  /** Seconds left to the step budget at the present rate. */
  secondsLeft: number;
}

/** A step that was not taken because its numbers are not finite; the weights are those before it. */
export interface NonFiniteStep {
  /** The step that failed. */
  step: number;
  /** Trainer in whose turn it failed; the first one where that is not known. */
  trainer: string;
  /** One sentence: what, where, in which items, what to do. */
  message: string;
  /** Where the first value that is not finite comes from; null where the step is finite on the CPU. */
  culprit: {
    what: 'value' | 'parameter' | 'gradient';
    kind: 'nan' | 'infinite';
    /** `Decoder › Linear 2` */
    title: string;
    network?: string;
    node: string;
    parameter?: string;
  } | null;
  /** The batch of the step, by which it can be made again. */
  batch: {
    /** Data node. */
    node: string;
    title: string;
    size: number;
    seed: number;
    /** Counted from 1; null where items are drawn endlessly. */
    epoch: number | null;
    /** Positions in the dataset of the items in which it shows; null where that is not known. */
    items: readonly number[] | null;
  };
}

export interface WorkerEvents {
  /**
   * Training paused by itself. `checkpoint` is the step that `train.back` would go to; `learningRate` that of the trainer, null
   * where it follows no gradient.
   */
  nonFinite: NonFiniteStep & { run: string; checkpoint: number; learningRate: LiveSetting | null };
  /** The run goes on from `info.step`, which lies behind what was told before; `notice` says why where nobody asked. */
  reopened: { info: SessionInfo; notice: string | null };
  telemetry: Telemetry;
  state: { run: string; state: TrainState; step: number; steps: number };
  metrics: { run: string; step: number; values: Record<string, number> };
  checkpoint: { run: string; step: number };
  /** The weights of this step are kept, so that views can go back to them. */
  kept: { run: string; step: number };
  /** Progress of something long that is not training: compiling, evaluating, loading data. */
  progress: { task: string; done: number; total: number } | { task: string; finished: true };
  log: { level: 'info' | 'warning' | 'error'; message: string; details?: string };
}
export type WorkerEventType = keyof WorkerEvents;

/** Frame from window to worker. */
export const requestFrameSchema = z.object({
  id: z.int().min(0),
  type: z.enum(Object.keys(requestSchemas) as [RequestType, ...RequestType[]]),
  payload: z.unknown(),
});

/** Answer to a probe that a newer one on the same channel replaced. */
export const SUPERSEDED = 'superseded';

/** Frames from worker to window. */
export type WorkerFrame =
  | {
      [T in RequestType]: { kind: 'response'; id: number; type: T; result: Result<Responses[T]> | typeof SUPERSEDED };
    }[RequestType]
  | { [T in WorkerEventType]: { kind: 'event'; type: T; payload: WorkerEvents[T] } }[WorkerEventType];

/** What main sends to a worker that is to save what it has and to end. A signal would not do: Windows knows none. */
export const WORKER_END = 'end';

/** First message main sends to a new worker, before any port: what it may touch. */
export const workerStartSchema = z.object({
  projectDirectory: z.string().min(1),
  dataDirectory: z.string().min(1).nullable(),
  backend: z.string().min(1),
  threads: z.int().min(1).max(256).nullable(),
});
export type WorkerStart = z.infer<typeof workerStartSchema>;
