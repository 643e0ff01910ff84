/**
 * Every message between the window and the training process. They talk over a MessagePort; main is not in the path.
 * Requests are validated in the worker with `requestSchemas`; answers and events come from our own process.
 */
import { z } from 'zod';
import type { PortKind } from '../core/catalogue/types';
import type { ParameterNumbers, ParameterPlace, ValueNumbers, ValuePlace } from '../core/compile';
import type { Result } from './common';

const float32 = z.instanceof(Float32Array);
const count = z.int().min(1).max(100_000);
const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const id = z.string().min(1).max(64);
const split = z.enum(['train', 'test']);
/** Probes that share a channel replace each other while they wait: hovering never queues. */
const channel = z.string().min(1).max(64);

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
  'train.step': z.object({}),
  /** Goes back to the newest checkpoint, or to the first step where there is none, and pauses. */
  'train.back': z.object({}),
  /** Ends the run: evaluates, writes the last checkpoint. The session stays open for probes. */
  'train.stop': z.object({}),
  /** Changes a live setting from the next step on. */
  'live.set': z.object({ node: id, setting: id, value: z.number() }),
  'checkpoint.save': z.object({}),
  /** Test metrics on the held-out set with the newest weights. */
  'metrics.evaluate': z.object({}),
  /** Dataset items for display (fixed order: the first `count` of the split after `offset`). */
  'probe.data': z.object({ channel, split, offset: z.int().min(0), count }),
  /** Latent means of the first `count` items of a split. */
  'probe.encode': z.object({ channel, split, count }),
  /** Decodes `count` latent vectors (row-major, count × latent width) to display values. */
  'probe.decode': z.object({ channel, z: float32, count }),
  /** Reconstructions (through the latent mean) of the first `count` test items. */
  'probe.reconstruct': z.object({ channel, count }),
  /** Runs a sampler node from noise drawn with `seed`. Settings override the node's own. */
  'probe.sample': z.object({
    channel,
    node: id.nullable(),
    seed,
    count,
    num_inference_steps: z.int().min(1).max(1_000),
  }),
  /** Network output on `count` points of the plane (row-major, count × 2) at time t in [0, 1]. */
  'probe.field': z.object({ channel, points: float32, count, t: z.number().min(0).max(1) }),
  /** Statistics of every value and parameter for the probe batch. Costs about a forward and a backward pass. */
  'probe.layers': z.object({ channel }),
  /** What one port of one node gives for the first `count` items of the probe batch. */
  'probe.output': z.object({ channel, network: id.nullable(), node: id, port: id, count: z.int().min(1).max(1_024) }),
} as const;

export type RequestType = keyof typeof requestSchemas;
export type RequestOf<T extends RequestType> = z.infer<(typeof requestSchemas)[T]>;

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
  };
  /** Which probes this document answers. */
  probes: {
    /** Width of z, or null when there is no encoder. */
    encode: { width: number } | null;
    decode: { width: number } | null;
    reconstruct: boolean;
    samplers: { node: string; title: string; num_inference_steps: number }[];
    /** Data the field lives in has this many dimensions, or null. */
    field: { dimensions: number } | null;
  };
  compileMilliseconds: number;
}

/** Numbers of the field `values` are row-major float32. */
export interface EncodedPoints {
  z: Float32Array;
  width: number;
  labels: Uint8Array;
  count: number;
  step: number;
}
export interface DataItems {
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
  itemShape: number[];
  count: number;
  step: number;
}
/** `trajectory[k]` is x at `times[k]`, from t = 1 (noise) to t = 0 (data). */
export interface Trajectory {
  /** (steps + 1) × count × item. */
  samples: Float32Array;
  /** steps × count × item: prediction of x_0 made at each step. */
  predOriginal: Float32Array;
  /** steps + 1 times, falling from 1 to 0. */
  times: Float32Array;
  steps: number;
  count: number;
  itemShape: number[];
  /** Training step of the weights. */
  step: number;
  seed: number;
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

export interface Responses {
  'session.open': SessionInfo;
  'train.start': null;
  'train.pause': null;
  'train.step': null;
  'train.back': null;
  'train.stop': null;
  'live.set': null;
  'checkpoint.save': { step: number };
  'metrics.evaluate': Record<string, number>;
  'probe.data': DataItems;
  'probe.encode': EncodedPoints;
  'probe.decode': DecodedItems;
  'probe.reconstruct': Reconstructions;
  'probe.sample': Trajectory;
  'probe.field': FieldValues;
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
  /** Training paused by itself. `checkpoint` is the step that `train.back` would go to. */
  nonFinite: NonFiniteStep & { run: string; checkpoint: number; learningRate: LiveSetting };
  /** The run goes on from `info.step`, which lies behind what was told before; `notice` says why where nobody asked. */
  reopened: { info: SessionInfo; notice: string | null };
  telemetry: Telemetry;
  state: { run: string; state: TrainState; step: number; steps: number };
  metrics: { run: string; step: number; values: Record<string, number> };
  checkpoint: { run: string; step: number };
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

/** First message main sends to a new worker, before any port: what it may touch. */
export const workerStartSchema = z.object({
  projectDirectory: z.string().min(1),
  dataDirectory: z.string().min(1).nullable(),
  backend: z.string().min(1),
  threads: z.int().min(1).max(256).nullable(),
});
export type WorkerStart = z.infer<typeof workerStartSchema>;
