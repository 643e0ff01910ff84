import { afterAll, expect, test } from 'vitest';
import { buildProgram, conv2d, convTranspose2d } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { findConvolutionBlock } from '../../src/engine/onnxruntime/convolution-block';
import { encode, encodeFor } from '../../src/engine/onnxruntime/encode';
import { type Case, shapes } from '../core/tensor/cases/case';
import { inputsOf } from '../core/tensor/checks';
import { describePrimitives } from './table';

const engine = await createEngine('cpu');
const block = await findConvolutionBlock();
afterAll(() => engine.dispose());

const domain = 'com.microsoft.nchwc';
const holdsBlocks = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes(domain);

/** Channels that fill whole blocks of 16 and 8. */
const cases: readonly Case[] = [
  {
    name: 'stride 1',
    inputs: shapes([2, 16, 5, 4], [32, 16, 3, 3], [32]),
    build: (x, w, bias) => conv2d(x, w, { padding: 1, bias }),
  },
  {
    name: 'one channel going in',
    inputs: shapes([1, 1, 6, 5], [16, 1, 3, 2]),
    build: (x, w) => conv2d(x, w, { padding: [0, 1] }),
  },
  {
    name: 'stride 2, 4×4',
    inputs: shapes([2, 16, 8, 6], [16, 16, 4, 4]),
    build: (x, w) => conv2d(x, w, { stride: 2, padding: 1 }),
  },
  {
    name: 'stride 2, 3×3, rows left over',
    inputs: shapes([1, 16, 7, 8], [16, 16, 3, 3]),
    build: (x, w) => conv2d(x, w, { stride: 2, padding: 1 }),
  },
  {
    name: 'uneven strides',
    inputs: shapes([1, 32, 6, 6], [16, 32, 3, 5]),
    build: (x, w) => conv2d(x, w, { stride: [1, 3], padding: [1, 2] }),
  },
  {
    name: 'transposed, stride 2',
    inputs: shapes([2, 16, 3, 4], [16, 32, 4, 4], [32]),
    build: (x, w, bias) => convTranspose2d(x, w, { stride: 2, padding: 1, bias }),
  },
  {
    name: 'transposed, output padding',
    inputs: shapes([1, 16, 3, 3], [16, 16, 3, 3]),
    build: (x, w) => convTranspose2d(x, w, { stride: 2, padding: 1, outputPadding: 1 }),
  },
  {
    name: 'transposed, stride beyond the kernel',
    inputs: shapes([1, 16, 2, 3], [16, 16, 2, 2]),
    build: (x, w) => convTranspose2d(x, w, { stride: 3, outputPadding: 1 }),
  },
];

describePrimitives(engine, { all: 2e-5 }, [['conv', cases]]);

test('blocks are used where they passed their test, and never in a model that leaves the machine', () => {
  const [each] = cases;
  const program = buildProgram('case', { value: each.build(...inputsOf(each)) });
  expect(holdsBlocks(encodeFor(program, 'cpu', block).bytes)).toBe(block !== undefined);
  expect(holdsBlocks(encodeFor(program, 'webgpu').bytes)).toBe(false);
  expect(holdsBlocks(encode(program))).toBe(false);
});
