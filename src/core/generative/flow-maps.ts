/** The maps that normalizing flows are made of. Batch axis first, then channels or features, then places. */
import {
  add,
  concat,
  constant,
  conv2d,
  div,
  exp,
  log,
  matmul,
  mul,
  type PluMatrix,
  reshape,
  round,
  sigmoid,
  slice,
  split,
  straightThrough,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from '../tensor';
import type { Mapped } from './flows';
import { overItem } from './objectives';
import { type SplineOptions, splineForward, splineInverse, splineParameters } from './splines';

/** Moves each number on its own, in a way that some parameters say. */
export interface ElementwiseMap {
  /** Parameters of each number; they come as (n, parameters, …item). */
  parameters: number;
  forward(x: Tensor, parameters: Tensor): { y: Tensor; logSlope: Tensor };
  inverse(y: Tensor, parameters: Tensor): Tensor;
}

/** One entry of axis 1, without that axis. */
const entry = (x: Tensor, i: number): Tensor =>
  reshape(slice(x, { axes: [1], starts: [i], ends: [i + 1] }), [x.shape[0], ...x.shape.slice(2)]);

/**
 * y = x·eˢ + t (Dinh et al. 2017, eq. 4), with s = bound · tanh(raw / bound): no number grows or shrinks by more than e^bound.
 */
export const affineMap = (bound: number): ElementwiseMap => {
  const logScale = (parameters: Tensor): Tensor => mul(bound, tanh(mul(1 / bound, entry(parameters, 1))));
  return {
    parameters: 2,
    forward: (x, parameters) => {
      const s = logScale(parameters);
      return { y: add(mul(x, exp(s)), entry(parameters, 0)), logSlope: s };
    },
    inverse: (y, parameters) => mul(sub(y, entry(parameters, 0)), exp(mul(-1, logScale(parameters)))),
  };
};

/** A monotone rational-quadratic spline for each number (Durkan et al. 2019). */
export const splineMap = (options: SplineOptions): ElementwiseMap => ({
  parameters: splineParameters(options.bins),
  forward: (x, parameters) => splineForward(x, parameters, options),
  inverse: (y, parameters) => splineInverse(y, parameters, options),
});

/** x with what is kept, which the network sees, and the way back to one whole. */
interface Parted {
  /** What the network sees. */
  seen: Tensor;
  /** What may change. */
  open: Tensor;
  /** Puts a changed part and what was kept together. */
  join(changed: Tensor): Tensor;
  /** Numbers in the shape of `open`, without those that are kept after all. */
  counted(values: Tensor): Tensor;
}

/** How a coupling parts its input: `turn` says which part is kept. */
export type Parting = (x: Tensor, turn: number) => Parted;

/** Both halves of the channels or features; the first one has the odd one. */
export const halvesOf = (x: Tensor): Tensor[] => {
  const [, size] = x.shape;
  return split(x, [Math.ceil(size / 2), Math.floor(size / 2)], 1);
};

/** The first half of the channels or features, or the second one, is kept. */
export const inHalves: Parting = (x, turn) => {
  const [first, second] = halvesOf(x);
  const even = turn % 2 === 0;
  return {
    seen: even ? first : second,
    open: even ? second : first,
    join: (changed) => concat(even ? [first, changed] : [changed, second], 1),
    counted: (values) => values,
  };
};

/** Every second pixel, or every second number of a row, is kept (Dinh et al. 2017, figure 3). */
export const inCheckerboard: Parting = (x, turn) => {
  const places = x.shape.length > 2 ? x.shape.slice(2) : x.shape.slice(1);
  const width = places[places.length - 1];
  const size = places.reduce((a, b) => a * b, 1);
  const kept = Float32Array.from({ length: size }, (_, i) => {
    const row = places.length > 1 ? Math.floor(i / width) : 0;
    return (row + (i % width) + turn) % 2 === 0 ? 1 : 0;
  });
  const mask = constant(kept, places);
  const open = constant(
    kept.map((one) => 1 - one),
    places,
  );
  return {
    seen: mul(x, mask),
    open: x,
    join: (changed) => add(mul(x, mask), mul(changed, open)),
    counted: (values) => mul(values, open),
  };
};

/** What a coupling's network says of the part that it sees: a tensor (n, …) of the wanted shape. */
export type Condition = (seen: Tensor, wanted: readonly number[]) => Tensor;

const parametersOf = (map: ElementwiseMap, { seen, open }: Parted, condition: Condition): Tensor => {
  const [n, size, ...places] = open.shape;
  return reshape(condition(seen, [n, map.parameters * size, ...places]), [n, map.parameters, size, ...places]);
};

/** Changes one part of x by what a network says of the other: the Jacobian is triangular (Dinh et al. 2017, section 3.2). */
export function couple(x: Tensor, map: ElementwiseMap, parting: Parting, turn: number, condition: Condition): Mapped {
  const parted = parting(x, turn);
  const { y, logSlope } = map.forward(parted.open, parametersOf(map, parted, condition));
  return { y: parted.join(y), logDet: overItem(parted.counted(logSlope)) };
}

export function uncouple(y: Tensor, map: ElementwiseMap, parting: Parting, turn: number, condition: Condition): Tensor {
  const parted = parting(y, turn);
  return parted.join(map.inverse(parted.open, parametersOf(map, parted, condition)));
}

/** A number for each channel, laid over x. */
const overChannels = (v: Tensor, x: Tensor): Tensor => reshape(v, [1, x.shape[1], ...x.shape.slice(2).map(() => 1)]);

/** Places of a picture; 1 for a row of numbers. */
const placesOf = (x: Tensor): number => x.shape.slice(2).reduce((a, b) => a * b, 1);

/** A scalar for each place, as a log-determinant of each item. */
const everyPlace = (x: Tensor, each: Tensor): Tensor => add(zeros([x.shape[0]]), mul(placesOf(x), each));

/** (channels) each. */
export interface Actnorm {
  /** Mean and log standard deviation of what came in at first. */
  mean: Tensor;
  logDeviation: Tensor;
  /** Learned. */
  logScale: Tensor;
  shift: Tensor;
}

/** (x − mean) / deviation · exp(logScale) + shift, channel by channel (Kingma & Dhariwal 2018, section 3.1). */
export function actnorm(x: Tensor, { mean, logDeviation, logScale, shift }: Actnorm): Mapped {
  const gain = sub(logScale, logDeviation);
  const y = add(mul(sub(x, overChannels(mean, x)), exp(overChannels(gain, x))), overChannels(shift, x));
  return { y, logDet: everyPlace(x, sum(gain)) };
}

export const undoActnorm = (y: Tensor, { mean, logDeviation, logScale, shift }: Actnorm): Tensor =>
  add(mul(sub(y, overChannels(shift, y)), exp(overChannels(sub(logDeviation, logScale), y))), overChannels(mean, y));

const timesMatrix = (x: Tensor, matrix: Tensor): Tensor =>
  x.shape.length === 2
    ? matmul(x, matrix, { transposeB: true })
    : conv2d(x, reshape(matrix, [...matrix.shape, 1, 1]), {});

/** Mixes the channels or features of every place by one matrix (Kingma & Dhariwal 2018, section 3.2). */
export const mix = (x: Tensor, { matrix, logAbsDet }: PluMatrix): Mapped => ({
  y: timesMatrix(x, matrix),
  logDet: everyPlace(x, logAbsDet),
});

export function unmix(y: Tensor, { solve }: PluMatrix): Tensor {
  const size = y.shape[1];
  const identity = constant(
    Float32Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
    [size, size],
  );
  return timesMatrix(y, solve(identity));
}

/** (n, c, h, w) → (n, 4c, h/2, w/2): each square of four pixels becomes channels (Dinh et al. 2017, section 3.6). */
export function squeezePixels(x: Tensor): Tensor {
  const [n, c, h, w] = x.shape;
  const cut = reshape(x, [n, c, h / 2, 2, w / 2, 2]);
  return reshape(transpose(cut, [0, 1, 3, 5, 2, 4]), [n, 4 * c, h / 2, w / 2]);
}

export function unsqueezePixels(y: Tensor): Tensor {
  const [n, c, h, w] = y.shape;
  const cut = reshape(y, [n, c / 4, 2, 2, h, w]);
  return reshape(transpose(cut, [0, 1, 4, 2, 5, 3]), [n, c / 4, 2 * h, 2 * w]);
}

/**
 * x in [0, 1], rounded to steps of 1 / (levels − 1), and u in [0, 1) → numbers in [0, 1] without steps (Theis et al. 2016,
 * section 3.1). Gradients pass through as if nothing were rounded.
 */
export const dequantise = (x: Tensor, u: Tensor | number, levels: number): Tensor => {
  const level = mul(x, levels - 1);
  return mul(add(straightThrough(round(level), level), u), 1 / levels);
};

/** The way back, as if u had been ½. */
export const quantise = (y: Tensor, levels: number): Tensor => mul(sub(mul(y, levels), 0.5), 1 / (levels - 1));

/** x in [0, 1] → the real line; a share `margin` is left at both ends, so that 0 and 1 stay finite (Dinh et al. 2017, 4.1). */
export function logit(x: Tensor, margin: number): Mapped {
  const s = add(mul(x, 1 - 2 * margin), margin);
  const [a, b] = [log(s), log(sub(1, s))];
  return { y: sub(a, b), logDet: overItem(sub(Math.log(1 - 2 * margin), add(a, b))) };
}

export const unlogit = (y: Tensor, margin: number): Tensor => div(sub(sigmoid(y), margin), 1 - 2 * margin);
