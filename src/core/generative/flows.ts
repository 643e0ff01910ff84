/**
 * Normalizing flows: invertible maps of known volume change, one after the other from data x to noise z
 * (Rezende & Mohamed 2015; Dinh et al. 2017, RealNVP; Kingma & Dhariwal 2018, Glow).
 */
import { add, mul, square, type Tensor, zeros } from '../tensor';
import { overItem } from './objectives';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** What a map makes of x: y, log |det ∂y/∂x| of each item (n), and the numbers that go no further, where some leave. */
export interface Mapped {
  y: Tensor;
  logDet: Tensor;
  left?: Tensor;
}

/** One invertible map of a normalizing flow. */
export interface FlowStep {
  /**
   * What it is to an onlooker: it changes numbers as the model has learned; it moves them to other places or lets some leave; or
   * it writes data in another way before anything is learned.
   */
  does: 'changes' | 'moves' | 'writes';
  /** Couplings take turns at the part that they change. */
  couples?: boolean;
  /** A part of the numbers leaves here and is z already. */
  leaves?: boolean;
  /** x (n, …), a label for each item (n) where the flow takes labels. */
  forward(x: Tensor, labels: Tensor | undefined): Mapped;
  /** The way back, from y as `forward` gave it, and from what left there. */
  inverse(y: Tensor, labels: Tensor | undefined, left: Tensor | undefined): Tensor;
}

/** x after some maps, and what has left on the way, first one first. */
export interface Carried {
  y: Tensor;
  left: readonly Tensor[];
  logDet: Tensor;
}

/** x (n, …item) through all maps. */
export function carry(steps: readonly FlowStep[], x: Tensor, labels?: Tensor): Carried {
  const start: Carried = { y: x, left: [], logDet: zeros([x.shape[0]]) };
  return steps.reduce((at, step) => {
    const { y, logDet, left } = step.forward(at.y, labels);
    return { y, logDet: add(at.logDet, logDet), left: left ? [...at.left, left] : at.left };
  }, start);
}

/** log N(z; 0, I) of each item in nats: (n, …) → (n). */
const logStandardNormal = (z: Tensor): Tensor => mul(-0.5, overItem(add(square(z), LOG_TWO_PI)));

/** log p(x) of each item in nats, by the change of variables: log N(z; 0, I) + log |det ∂z/∂x| (Dinh et al. 2017, eq. 3). */
export const flowLogProb = ({ y, left, logDet }: Carried): Tensor =>
  [y, ...left].map(logStandardNormal).reduce((total, each) => add(total, each), logDet);

/** Undoes a map: takes back what left there. */
const back = (
  step: FlowStep,
  { y, left }: Pick<Carried, 'y' | 'left'>,
  labels?: Tensor,
): Pick<Carried, 'y' | 'left'> =>
  step.leaves
    ? { y: step.inverse(y, labels, left.at(-1)), left: left.slice(0, -1) }
    : { y: step.inverse(y, labels, undefined), left };

/** z as `carry` gave it → x (n, …item). */
export const carryBack = (steps: readonly FlowStep[], z: Pick<Carried, 'y' | 'left'>, labels?: Tensor): Tensor =>
  steps.toReversed().reduce((at, step) => back(step, at, labels), z).y;

/**
 * Standard normal z (n, …item) → data (n, …item) and all that lies on the way: first z, then what is there after each map that
 * changes numbers was undone, each number in its place in the item and written as data is. What has left on the way to z stays
 * noise until the way back comes to where it left.
 */
export function fromNoise(steps: readonly FlowStep[], z: Tensor, labels?: Tensor): readonly Tensor[] {
  const moves = steps.filter(({ does }) => does === 'moves');
  let at: Pick<Carried, 'y' | 'left'> = carry(moves, z);
  const shown = (before: number): Tensor =>
    carryBack(
      steps.slice(0, before).filter(({ does }) => does !== 'changes'),
      at,
    );
  const frames = [shown(steps.length)];
  for (let k = steps.length - 1; k >= 0; k--) {
    at = back(steps[k], at, labels);
    if (steps[k].does === 'changes') frames.push(shown(k));
  }
  return frames;
}
