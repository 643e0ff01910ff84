/** Programs of samplers that come from random numbers to items without a path of noise: in one go, or step by step. */
import type { Draw, Given, NetworkLabels, Walk } from '../catalogue/types';
import { buildProgram, input, type Program, type Shape, sizeOf, type Tensor } from '../tensor';
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
  /** Standard normal numbers that one item is made of, where it is made of these alone; 0 otherwise. */
  noise: number;
  /** Names of the random numbers that it begins with, in the order in which it asks for them. */
  levels: readonly string[];
  /** Rows and columns of the places that an item may be given up to; undefined where none may. */
  given: readonly [rows: number, columns: number] | undefined;
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

/** An item of the data that is given, and how many of its places are kept, as inputs of the first program. */
export const GIVEN = { item: 'given', known: 'known' };

class Asked implements Draw {
  readonly noise = new Map<string, WalkNoise & { tensor: Tensor }>();
  readonly labels: Tensor | undefined;
  readonly given: Given | undefined;

  /** @param item Shape of the item of the data that is given, where one is. */
  constructor(
    readonly count: number,
    { labels }: Walk,
    item?: Shape,
  ) {
    this.labels = labels && input(FED.labels, [count], 'int32');
    this.given = item && { item: input(GIVEN.item, [1, ...item]), known: input(GIVEN.known, [], 'int32') };
  }

  random(name: string, shape: Shape, distribution: 'normal' | 'uniform'): Tensor {
    const known = this.noise.get(name);
    if (known) return known.tensor;
    const full = [this.count, ...shape];
    // No feed of a node has such a name, whatever the nodes are called.
    const fed = `walk/${name}`;
    const tensor = input(fed, full);
    this.noise.set(name, { input: fed, name, shape: full, distribution, tensor });
    return tensor;
  }
}

const walkOf = ({ contexts }: Trace, node: string): Walk => {
  const found = contexts.get(node);
  const walk = found?.definition.walk?.(found.context);
  if (walk) return walk;
  throw new RangeError(`"${node}" draws no items by itself; choose a sampler.`);
};

const noiseOf = ({ noise }: Asked): number => {
  const [only, ...others] = noise.values();
  return only?.distribution === 'normal' && others.length === 0 ? sizeOf(only.shape) : 0;
};

export const walkTargets = (traced: Trace): WalkTarget[] =>
  [...traced.contexts].flatMap(([node, { definition }]) => {
    if (!definition.walk) return [];
    const walk = walkOf(traced, node);
    const { itemShape, labels, unit, evaluations, steps, given } = walk;
    const perFrame = steps?.perFrame ?? 1;
    const asked = new Asked(1, walk);
    const frames = walk.begin(asked).length - 1 + (steps?.count ?? 0) / perFrame;
    const { type } = definition;
    const noise = steps ? 0 : noiseOf(asked);
    return [
      {
        node,
        type,
        itemShape,
        labels,
        unit,
        evaluations,
        steps: steps?.count ?? 0,
        perFrame,
        frames,
        noise,
        levels: [...asked.noise.keys()],
        given,
      },
    ];
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

/**
 * `frame0`, `frame1`, …: frames as they are shown; `x`, with which the steps go on. Where an item of the data of shape `given`
 * is given, it is fed `given` (1, …item) and `known`.
 */
export const walkBegin = (traced: Trace, node: string, count: number, given?: Shape): WalkProgram => {
  const walk = walkOf(traced, node);
  const draw = new Asked(count, walk, given);
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
