/** Monotone rational-quadratic splines (Durkan et al. 2019, "Neural Spline Flows", arXiv:1906.04032, section 3.1). */
import {
  abs,
  add,
  cast,
  clamp,
  concat,
  cumsum,
  div,
  expandDims,
  greaterEqual,
  lessEqual,
  log,
  mul,
  ones,
  relu,
  type Shape,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
  zeros,
} from '../tensor';

/** Least share of the box that a bin takes, and least slope at a knot: the spline can always be turned round. */
const LEAST_BIN = 1e-3;
const LEAST_SLOPE = 1e-3;
/** Where a softplus gives the slope 1, so that parameters of 0 leave everything in place. */
const SLOPE_ONE = Math.log(Math.expm1(1 - LEAST_SLOPE));

export interface SplineOptions {
  /** Pieces of the curve. */
  bins: number;
  /** The curve runs from (−bound, −bound) to (bound, bound); outside nothing moves. */
  bound: number;
}

/** Numbers that a spline needs for each element: a width and a height for each bin, a slope at each inner knot. */
export const splineParameters = (bins: number): number => 3 * bins - 1;

/** Along axis 1, one entry a bin: where it begins on both axes, its extents, and the slopes at its ends. */
interface Bins {
  left: Tensor;
  bottom: Tensor;
  width: Tensor;
  height: Tensor;
  slope: Tensor;
  nextSlope: Tensor;
}

const part = (x: Tensor, start: number, end: number): Tensor => slice(x, { axes: [1], starts: [start], ends: [end] });

/** Extents of bins that fill the box, and where each begins. */
const cut = (raw: Tensor, { bins, bound }: SplineOptions): [extents: Tensor, begins: Tensor] => {
  const shares = add(mul(softmax(raw, 1), 1 - LEAST_BIN * bins), LEAST_BIN);
  const extents = mul(shares, 2 * bound);
  return [extents, sub(cumsum(extents, 1, { exclusive: true }), bound)];
};

const binsOf = (parameters: Tensor, options: SplineOptions): Bins => {
  const { bins } = options;
  const [width, left] = cut(part(parameters, 0, bins), options);
  const [height, bottom] = cut(part(parameters, bins, 2 * bins), options);
  const [n, , ...item] = parameters.shape;
  const end = ones([n, 1, ...item]);
  const inner = add(softplus(add(part(parameters, 2 * bins, 3 * bins - 1), SLOPE_ONE)), LEAST_SLOPE);
  return { left, bottom, width, height, slope: concat([end, inner], 1), nextSlope: concat([inner, end], 1) };
};

/** 1 for the bin in which each element lies, 0 for the others; `begins` is (n, bins, …item). */
const binMask = (x: Tensor, begins: Tensor): Tensor => {
  const past = cast(greaterEqual(expandDims(x, 1), begins), 'float32');
  const [n, bins, ...item] = begins.shape;
  const never: Shape = [n, 1, ...item];
  return sub(past, concat([part(past, 1, bins), zeros(never)], 1));
};

/** The bin of each element, without the axis of the bins. */
const chosen = (bins: Bins, mask: Tensor): Bins => {
  const pick = (each: Tensor): Tensor => sum(mul(each, mask), { axes: [1] });
  return {
    left: pick(bins.left),
    bottom: pick(bins.bottom),
    width: pick(bins.width),
    height: pick(bins.height),
    slope: pick(bins.slope),
    nextSlope: pick(bins.nextSlope),
  };
};

/** s_k and δ_{k+1} + δ_k − 2 s_k of the paper. */
const shape = ({ width, height, slope, nextSlope }: Bins): [mean: Tensor, bend: Tensor] => {
  const mean = div(height, width);
  return [mean, sub(add(slope, nextSlope), mul(2, mean))];
};

const outside = (x: Tensor, bound: number, within: Tensor, beyond: Tensor): Tensor =>
  where(lessEqual(abs(x), bound), within, beyond);

/**
 * x (n, …item) through a spline for each element, whose parameters (n, 3·bins − 1, …item) may be any numbers → y in the shape of
 * x and log ∂y/∂x of each element (eq. 4 and 5).
 */
export function splineForward(x: Tensor, parameters: Tensor, options: SplineOptions): { y: Tensor; logSlope: Tensor } {
  const { bound } = options;
  const inside = clamp(x, -bound, bound);
  const all = binsOf(parameters, options);
  const bin = chosen(all, binMask(inside, all.left));
  const [mean, bend] = shape(bin);
  const along = div(sub(inside, bin.left), bin.width);
  const rest = sub(1, along);
  const both = mul(along, rest);
  const under = add(mean, mul(bend, both));
  const rise = div(mul(bin.height, add(mul(mean, square(along)), mul(bin.slope, both))), under);
  const steep = add(add(mul(bin.nextSlope, square(along)), mul(mul(2, mean), both)), mul(bin.slope, square(rest)));
  const logSlope = sub(add(mul(2, log(mean)), log(steep)), mul(2, log(under)));
  return {
    y: outside(x, bound, add(bin.bottom, rise), x),
    logSlope: outside(x, bound, logSlope, mul(0, logSlope)),
  };
}

/** The way back: y as `splineForward` gave it → x (eq. 6 to 8). */
export function splineInverse(y: Tensor, parameters: Tensor, options: SplineOptions): Tensor {
  const { bound } = options;
  const inside = clamp(y, -bound, bound);
  const all = binsOf(parameters, options);
  const bin = chosen(all, binMask(inside, all.bottom));
  const [mean, bend] = shape(bin);
  const rise = sub(inside, bin.bottom);
  const bent = mul(rise, bend);
  const a = add(mul(bin.height, sub(mean, bin.slope)), bent);
  const b = sub(mul(bin.height, bin.slope), bent);
  const c = mul(-1, mul(mean, rise));
  const root = sqrt(relu(sub(square(b), mul(4, mul(a, c)))));
  const along = div(mul(2, c), sub(mul(-1, b), root));
  return outside(y, bound, add(mul(along, bin.width), bin.left), y);
}
