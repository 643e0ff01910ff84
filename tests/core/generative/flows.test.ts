import { expect, test } from 'vitest';
import { squeezePixels, unsqueezePixels } from '../../../src/core/generative/flow-maps';
import { carry, carryBack, type FlowStep, flowLogProb, fromNoise } from '../../../src/core/generative/flows';
import { add, buildProgram, concat, input, interpret, mul, slice, type Tensor, zeros } from '../../../src/core/tensor';

const run = (outputs: Readonly<Record<string, Tensor>>, feeds: Readonly<Record<string, ArrayLike<number>>>) =>
  interpret(buildProgram('flow', outputs), feeds, 'float64');

/** y = factor · x + shift. */
const stretch = (factor: number, shift = 0): FlowStep => ({
  does: 'changes',
  forward: (x) => ({
    y: add(mul(x, factor), shift),
    logDet: add(zeros([x.shape[0]]), Math.log(factor) * x.shape.slice(1).reduce((a, b) => a * b, 1)),
  }),
  inverse: (y) => mul(add(y, -shift), 1 / factor),
});
const squeeze: FlowStep = {
  does: 'moves',
  forward: (x) => ({ y: squeezePixels(x), logDet: zeros([x.shape[0]]) }),
  inverse: unsqueezePixels,
};
const part = (x: Tensor, start: number, end: number): Tensor => slice(x, { axes: [1], starts: [start], ends: [end] });
const leave: FlowStep = {
  does: 'moves',
  leaves: true,
  forward: (x) => ({ y: part(x, 0, 2), left: part(x, 2, 4), logDet: zeros([x.shape[0]]) }),
  inverse: (y, _, left) => (left ? concat([y, left], 1) : y),
};

test('stretched normal noise has the density of a normal distribution', () => {
  // z = 2x + 1, so x ~ N(−1/2, 1/4).
  const x = input('x', [3, 1]);
  const found = run({ logProb: flowLogProb(carry([stretch(2, 1)], x)) }, { x: [-0.5, 0, 2] });
  const exact = [-0.5, 0, 2].map((at) => -0.5 * ((at + 0.5) / 0.5) ** 2 - Math.log(0.5 * Math.sqrt(2 * Math.PI)));
  exact.forEach((value, i) => {
    expect(found.logProb[i]).toBeCloseTo(value, 6);
  });
});

const steps = [stretch(2), squeeze, stretch(3), leave, stretch(5)];
const values = Array.from({ length: 16 }, (_, i) => Math.sin(i));

test('what leaves on the way is part of z, and comes back', () => {
  const x = input('x', [1, 1, 4, 4]);
  const carried = carry(steps, x);
  expect(carried.left.map(({ shape }) => shape)).toEqual([[1, 2, 2, 2]]);
  const found = run(
    { logProb: flowLogProb(carried), logDet: carried.logDet, back: carryBack(steps, carried) },
    { x: values },
  );
  expect(found.logDet[0]).toBeCloseTo(16 * Math.log(6) + 8 * Math.log(5), 5);
  values.forEach((value, i) => {
    expect(found.back[i]).toBeCloseTo(value, 6);
  });
  // Half of the numbers were stretched by 6 when they left, half by 30.
  const all = run({ y: carried.y, left: carried.left[0] }, { x: values });
  const squares = [...all.y, ...all.left].reduce((sum, value) => sum + value ** 2, 0);
  expect(found.logProb[0]).toBeCloseTo(found.logDet[0] - 0.5 * squares - 8 * Math.log(2 * Math.PI), 4);
});

test('from noise there is a frame for every map that changes numbers, each in the shape of an item', () => {
  const z = input('z', [1, 1, 4, 4]);
  const frames = fromNoise(steps, z);
  expect(frames.map(({ shape }) => shape)).toEqual(Array.from({ length: 4 }, () => [1, 1, 4, 4]));
  const found = run(Object.fromEntries(frames.map((frame, i) => [`f${i}`, frame])), { z: values });
  const near = (frame: ArrayLike<number>, wanted: readonly number[]): void =>
    wanted.forEach((value, i) => {
      expect(frame[i]).toBeCloseTo(value, 6);
    });
  near(found.f0, values);
  // The first map that is undone works on half of the channels: rows of pixels, here.
  const stays = (i: number): boolean => Math.floor(i / 4) % 2 === 1;
  near(
    found.f1,
    values.map((value, i) => (stays(i) ? value : value / 5)),
  );
  near(
    found.f2,
    values.map((value, i) => (stays(i) ? value / 3 : value / 15)),
  );
  near(
    found.f3,
    values.map((value, i) => (stays(i) ? value / 6 : value / 30)),
  );
});

test('how data is written is undone in every frame', () => {
  const shift: FlowStep = { ...stretch(1, 10), does: 'writes' };
  const frames = fromNoise([shift, stretch(2)], input('z', [1, 1]));
  const found = run({ first: frames[0], last: frames[1] }, { z: [12] });
  expect([found.first[0], found.last[0]]).toEqual([2, -4]);
});
