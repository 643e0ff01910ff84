/** Programs of samplers that come from random numbers to items without a path of noise: in one go, or step by step. */
import type { Draw, NetworkLabels, Walk } from '../catalogue/types';
import { buildProgram, input, type Program, type Shape, type Tensor } from '../tensor';
import { neededFeeds } from './plan';
import { FED } from './sampler-programs';
import { shownAs } from './shown-as';
import type { Feed, Trace } from './trace';

export interface WalkTarget {
  node: string;
  /** Catalogue type. */
  type: string;
  itemShape: readonly number[];
  labels: NetworkLabels | undefined;
  unit: Walk['unit'];
  evaluations: number;
  /** Runs of the step program after the first one, and how many of them make a frame. */
  steps: number;
  perFrame: number;
  /** Frames besides the first one: 0 where there is no way to follow. */
  frames: number;
}

/** Random numbers that a program asks for, under the name of the input. */
export interface WalkNoise {
  input: string;
  name: string;
  /** With the batch axis. */
  shape: Shape;
  distribution: 'normal' | 'uniform';
}

export interface WalkProgram {
  program: Program;
  /** Live settings. */
  feeds: readonly Feed[];
  noise: readonly WalkNoise[];
}

/** Number of the step, from 0, as an input of the step program. */
export const STEP = 'k';

class Asked implements Draw {
  readonly noise = new Map<string, WalkNoise & { tensor: Tensor }>();
  readonly labels: Tensor | undefined;

  constructor(
    readonly count: number,
    { labels }: Walk,
  ) {
    this.labels = labels && input(FED.labels, [count], 'int32');
  }

  random(name: string, shape: Shape, distribution: 'normal' | 'uniform'): Tensor {
    const known = this.noise.get(name);
    if (known) return known.tensor;
    const full = [this.count, ...shape];
    const tensor = input(`noise.${name}`, full);
    this.noise.set(name, { input: `noise.${name}`, name, shape: full, distribution, tensor });
    return tensor;
  }
}

const walkOf = ({ contexts }: Trace, node: string): Walk => {
  const found = contexts.get(node);
  const walk = found?.definition.walk?.(found.context);
  if (walk) return walk;
  throw new RangeError(`"${node}" draws no items by itself; choose a sampler.`);
};

export const walkTargets = (traced: Trace): WalkTarget[] =>
  [...traced.contexts].flatMap(([node, { definition }]) => {
    if (!definition.walk) return [];
    const walk = walkOf(traced, node);
    const { itemShape, labels, unit, evaluations, steps } = walk;
    const perFrame = steps?.perFrame ?? 1;
    const frames = walk.begin(new Asked(1, walk)).length - 1 + (steps?.count ?? 0) / perFrame;
    const { type } = definition;
    return [{ node, type, itemShape, labels, unit, evaluations, steps: steps?.count ?? 0, perFrame, frames }];
  });

const shownOf = (traced: Trace, { show, shownAs: node }: Walk, x: Tensor): Tensor => {
  const items = show ? show(x) : x;
  return (node === undefined ? undefined : shownAs(traced, node, items)) ?? items;
};

const finished = (traced: Trace, { noise }: Asked, outputs: Readonly<Record<string, Tensor>>): WalkProgram => {
  const program = buildProgram('walk', outputs);
  const asked = new Set(program.inputs.map(({ name }) => name));
  return {
    program,
    feeds: neededFeeds(traced, program.inputs),
    noise: [...noise.values()].filter((each) => asked.has(each.input)),
  };
};

/** `frame0`, `frame1`, …: frames as they are shown; `x`, with which the steps go on. */
export const walkBegin = (traced: Trace, node: string, count: number): WalkProgram => {
  const walk = walkOf(traced, node);
  const draw = new Asked(count, walk);
  const frames = walk.begin(draw);
  const shown = frames.map((frame, i) => [`frame${i}`, shownOf(traced, walk, frame)]);
  const last = walk.steps && { x: frames[frames.length - 1] };
  return finished(traced, draw, { ...Object.fromEntries(shown), ...last });
};

/** x and `k` → `next`, with which the next step goes on, and `shown`. */
export const walkStep = (traced: Trace, node: string, count: number): WalkProgram => {
  const walk = walkOf(traced, node);
  if (!walk.steps) throw new RangeError(`"${node}" takes no steps.`);
  const before = walk.begin(new Asked(count, walk)).at(-1);
  if (!before) throw new RangeError(`"${node}" begins with nothing.`);
  const draw = new Asked(count, walk);
  const x = input(FED.x, before.shape, before.dtype);
  const next = walk.steps.take(x, input(STEP, [], 'int32'), draw);
  return finished(traced, draw, { next, shown: shownOf(traced, walk, next) });
};
