/** Matrix products. */

import type { Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { broadcastOffset, forEachIndex, requireDType, sameShape, show, stridesOf, tryBroadcast } from '../shapes';
import type { Attributes, HostTensor, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { unbroadcast } from './binary';
import { reshape } from './layout';

export type LinearPrimitive = 'matmul' | 'gemm';
type Transposes = Attributes['matmul'];

const swapLast = (shape: Shape, swap: boolean): Shape =>
  swap ? [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]] : shape;

/** Batch shape and the sizes of [.., m, k] × [.., k, n]. */
function sizes(subject: string, a: Shape, b: Shape, { transposeA, transposeB }: Transposes) {
  const complain = (expected: string): never => {
    throw new TensorError(
      `${subject}: got ${show(a)}${transposeA ? ' transposed' : ''} times ${show(b)}${transposeB ? ' transposed' : ''}, expected ${expected}; reshape or transpose one of them.`,
    );
  };
  if (a.length < 2 || b.length < 2) return complain('at least two axes each');
  const [m, k] = swapLast(a, transposeA).slice(-2);
  const [k2, n] = swapLast(b, transposeB).slice(-2);
  if (k !== k2) return complain(`equal inner sizes (${k} and ${k2} differ)`);
  const batch = tryBroadcast(a.slice(0, -2), b.slice(0, -2)) ?? complain('batch axes that broadcast');
  return { batch, m, k, n };
}

function product(a: HostTensor, b: HostTensor, out: HostTensor, transposes: Transposes, add?: HostTensor): void {
  const { batch, m, k, n } = sizes('matmul', a.shape, b.shape, transposes);
  const [sa, sb] = [stridesOf(a.shape), stridesOf(b.shape)];
  const [am, ak] = transposes.transposeA ? [1, m] : [k, 1];
  const [bk, bn] = transposes.transposeB ? [1, k] : [n, 1];
  const sc = add && stridesOf(add.shape);
  forEachIndex(batch, (index, at) => {
    const startA = broadcastOffset(index, a.shape.slice(0, -2), sa);
    const startB = broadcastOffset(index, b.shape.slice(0, -2), sb);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let total = add && sc ? add.data[broadcastOffset([i, j], add.shape, sc)] : 0;
        for (let l = 0; l < k; l++) total += a.data[startA + i * am + l * ak] * b.data[startB + l * bk + j * bn];
        out.data[(at * m + i) * n + j] = total;
      }
    }
  });
}

const multiply = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor =>
  apply(linearRules.matmul, [a, b], { transposeA, transposeB });

/** y = op(a)·op(b): da = ct·op(b)ᵀ and db = op(a)ᵀ·ct, transposed back where the operand was transposed. */
function productVjp(ct: Tensor, a: Tensor, b: Tensor, { transposeA, transposeB }: Transposes): [Tensor, Tensor] {
  const da = transposeA ? multiply(b, ct, transposeB, true) : multiply(ct, b, false, !transposeB);
  const db = transposeB ? multiply(ct, a, true, transposeA) : multiply(a, ct, !transposeA, false);
  return [unbroadcast(da, a.shape), unbroadcast(db, b.shape)];
}

function flops(y: TensorType, [a]: readonly TensorType[], { transposeA }: Transposes): number {
  return 2 * sizeOf(y.shape) * a.shape[a.shape.length - (transposeA ? 2 : 1)];
}

export const linearRules: { [P in LinearPrimitive]: Rule<P> } = {
  matmul: {
    primitive: 'matmul',
    type: ([a, b], attributes) => {
      requireDType('matmul', a, 'float32');
      requireDType('matmul', b, 'float32');
      const { batch, m, n } = sizes('matmul', a.shape, b.shape, attributes);
      return { shape: [...batch, m, n], dtype: 'float32' };
    },
    reference: ([a, b], out, attributes) => product(a, b, out, attributes),
    vjp: (ct, { inputs: [a, b], attributes }) => productVjp(ct, a, b, attributes),
    flops,
    onnx: (b, { inputs, inputTypes, attributes: { transposeA, transposeB } }) => {
      const isMatrix = inputTypes.every(({ shape }) => shape.length === 2);
      if (isMatrix) return b.node('Gemm', inputs, { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 });
      const ordered = [transposeA, transposeB].map((swap, i) => {
        if (!swap) return inputs[i];
        const axes = inputTypes[i].shape.map((_, axis) => axis);
        return b.node('Transpose', [inputs[i]], { perm: [...swapLast(axes, true)] });
      });
      return b.node('MatMul', ordered);
    },
  },
  gemm: {
    primitive: 'gemm',
    type: ([a, b, c], attributes) => {
      for (const x of [a, b, c]) requireDType('gemm', x, 'float32');
      const { batch, m, n } = sizes('gemm', a.shape, b.shape, attributes);
      const shape = [m, n];
      const fits = tryBroadcast(c.shape, shape);
      if (batch.length > 0 || !fits || !sameShape(fits, shape)) {
        throw new TensorError(
          `gemm: got ${show(a.shape)} times ${show(b.shape)} plus ${show(c.shape)}, expected two matrices and an addend that broadcasts to ${show(shape)}; reshape one of them.`,
        );
      }
      return { shape, dtype: 'float32' };
    },
    reference: ([a, b, c], out, attributes) => product(a, b, out, attributes, c),
    vjp: (ct, { inputs: [a, b, c], attributes }) => [...productVjp(ct, a, b, attributes), unbroadcast(ct, c.shape)],
    flops,
    onnx: (b, { inputs, attributes: { transposeA, transposeB } }) =>
      b.node('Gemm', inputs, { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 }),
  },
};

export interface MatmulOptions {
  /** Swap the last two axes of the first operand. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** Matrix product of the last two axes; earlier axes broadcast as in numpy. */
export const matmul = (a: Tensor, b: Tensor, { transposeA = false, transposeB = false }: MatmulOptions = {}): Tensor =>
  multiply(a, b, transposeA, transposeB);

/** x·w + b for x [..., in], w [in, out] and b [out]. */
export function linear(x: Tensor, w: Tensor, b?: Tensor): Tensor {
  const features = x.shape[x.shape.length - 1];
  if (x.shape.length < 1 || w.shape.length !== 2 || features !== w.shape[0]) {
    throw new TensorError(
      `linear: got input ${show(x.shape)} and weight ${show(w.shape)}, expected [..., ${w.shape[0]}] and [in, out]; set the layer's input size to ${features}.`,
    );
  }
  const rows = reshape(x, [-1, features]);
  const none = { transposeA: false, transposeB: false };
  const y = b ? apply(linearRules.gemm, [rows, w, b], none) : apply(linearRules.matmul, [rows, w], none);
  return reshape(y, [...x.shape.slice(0, -1), w.shape[1]]);
}
