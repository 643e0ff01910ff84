/**
 * Recurrent layers, unrolled over time. All steps share one matrix product for what comes in. Every step counts: a
 * program of a thousand steps is a thousand times as long, so gates with one activation are computed together.
 */

import {
  add,
  concat,
  linear,
  mul,
  reshape,
  sigmoid,
  slice,
  split,
  sub,
  type Tensor,
  tanh,
  transpose,
  zeros,
} from '../tensor';

/** gates is 4 for LSTM (i, f, g, o) and 3 for GRU (r, z, n), in PyTorch's order. */
export interface RecurrentWeights {
  /** [features, gates·H] */
  readonly inputWeight: Tensor;
  /** [H, gates·H] */
  readonly hiddenWeight: Tensor;
  /** [gates·H] each. */
  readonly inputBias: Tensor;
  readonly hiddenBias: Tensor;
}

export interface LstmState {
  /** [B, H] each. */
  readonly hidden: Tensor;
  readonly cell: Tensor;
}

/** Equal parts of the last axis. */
const parts = (x: Tensor, count: number): Tensor[] => {
  const width = x.shape[x.shape.length - 1] / count;
  return split(
    x,
    Array.from({ length: count }, () => width),
    -1,
  );
};

/** x [B, T, features]·weight + bias as rows [T·B, gates·H]; the rows of each step. */
function projectSteps(x: Tensor, weight: Tensor, bias: Tensor): Tensor[] {
  const [batch, length, features] = x.shape;
  const rows = linear(reshape(transpose(x, [1, 0, 2]), [length * batch, features]), weight, bias);
  return Array.from({ length }, (_, t) => slice(rows, { starts: [t * batch], ends: [(t + 1) * batch] }));
}

/** One [B, H] a step → [B, T, H]. */
const stackSteps = (steps: readonly Tensor[]): Tensor => {
  const [batch, width] = steps[0].shape;
  return transpose(reshape(concat(steps, 0), [steps.length, batch, width]), [1, 0, 2]);
};

/** Columns i, f, g, o → i, f, o, g, so that the three gates with a sigmoid lie in one piece. */
const sigmoidsFirst = (columns: Tensor): Tensor => {
  const [i, f, g, o] = parts(columns, 4);
  return concat([i, f, o, g], -1);
};

/** One step from gates [B, 4·H] in the order above: c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c'). */
function lstmUpdate(gates: Tensor, cell: Tensor | undefined): LstmState {
  const width = gates.shape[1] / 4;
  const [opened, written] = split(gates, [3 * width, width], 1);
  const [i, f, o] = parts(sigmoid(opened), 3);
  const fresh = mul(i, tanh(written));
  const next = cell ? add(mul(f, cell), fresh) : fresh;
  return { hidden: mul(o, tanh(next)), cell: next };
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, with forget gates as in PyTorch): x [B, T, features] →
 * outputs [B, T, H] and the state after the last step. The state starts at zero unless given.
 */
export function lstm(
  x: Tensor,
  weights: RecurrentWeights,
  initial?: LstmState,
): { readonly outputs: Tensor; readonly state: LstmState } {
  const inputWeight = sigmoidsFirst(weights.inputWeight);
  const hiddenWeight = sigmoidsFirst(weights.hiddenWeight);
  const bias = sigmoidsFirst(add(weights.inputBias, weights.hiddenBias));
  const states: LstmState[] = initial ? [initial] : [];
  for (const step of projectSteps(x, inputWeight, bias)) {
    const before = states.at(-1);
    states.push(lstmUpdate(before ? linear(before.hidden, hiddenWeight, step) : step, before?.cell));
  }
  const outputs = states.slice(initial ? 1 : 0).map(({ hidden }) => hidden);
  return { outputs: stackSteps(outputs), state: states[states.length - 1] };
}

/**
 * Gated recurrent unit (Cho et al. 2014, reset gate after the product as in PyTorch): x [B, T, features] →
 * outputs [B, T, H] and the hidden state [B, H] after the last step, which starts at zero unless given.
 * h' = (1 − z)·n + z·h with n = tanh(Wx + b + r·(Uh + c)).
 */
export function gru(
  x: Tensor,
  { inputWeight, hiddenWeight, inputBias, hiddenBias }: RecurrentWeights,
  initial?: Tensor,
): { readonly outputs: Tensor; readonly state: Tensor } {
  const width = hiddenWeight.shape[0];
  const gatesAndNew = (columns: Tensor): Tensor[] => split(columns, [2 * width, width], -1);
  const [gateWeight, newWeight] = gatesAndNew(hiddenWeight);
  const [gateBias, newBias] = gatesAndNew(hiddenBias);
  const [gateInputWeight, newInputWeight] = gatesAndNew(inputWeight);
  const [gateInputBias, newInputBias] = gatesAndNew(inputBias);
  const gateSteps = projectSteps(x, gateInputWeight, add(gateInputBias, gateBias));
  const newSteps = projectSteps(x, newInputWeight, newInputBias);
  let state = initial ?? zeros([x.shape[0], width]);
  const outputs = gateSteps.map((step, t) => {
    const [r, z] = parts(sigmoid(linear(state, gateWeight, step)), 2);
    const n = tanh(add(newSteps[t], mul(r, linear(state, newWeight, newBias))));
    state = add(n, mul(z, sub(state, n)));
    return state;
  });
  return { outputs: stackSteps(outputs), state };
}
