import { batchIndices, gather, gatherLabels } from '../../core/data';
import { type ArrayData, writeSafetensors } from '../../core/export';
import { DIGIT_CLASSES, digitNetwork, digitParameters, PICTURE_SIDE } from '../../core/metrics';
import {
  argMax,
  buildProgram,
  cast,
  defaultAdam,
  equal,
  initialState,
  input,
  logSoftmax,
  mean,
  mul,
  type NamedArrays,
  namedState,
  neg,
  nextState,
  oneHot,
  parameterLayout,
  square,
  stepScalars,
  sum,
  type Tensor,
  trainStep,
  uniform,
} from '../../core/tensor';
import { createEngine, type Engine } from '../../engine';
import { writeFileAtomic } from '../../files/atomic';
import { loadMnist, type SplitDataset } from '../../files/datasets';
import { disposeAll, floats, readAll, type Tensors } from '../../worker/tensors';
import { parseArguments } from '../arguments';
import { type CommandResult, ProgressBar } from '../output';

const SIZE = PICTURE_SIDE ** 2;
const BATCH = 128;
/** Five times through the training digits. */
const STEPS = 2_345;
const LEARNING_RATE = 2e-3;
const SEED = 1;
const FARTHEST = 2;

const layout = parameterLayout('digits', digitParameters, 'separate');

const crossEntropy = (logits: Tensor, labels: Tensor): Tensor =>
  neg(mean(sum(mul(oneHot(labels, DIGIT_CLASSES), logSoftmax(logits)), { axes: [1] })));

const step = trainStep({
  name: 'digit features',
  groups: { digits: { layout, optimizer: defaultAdam } },
  phases: [
    {
      updates: ['digits'],
      build: ({ digits }) => ({
        loss: crossEntropy(digitNetwork(digits, input('x', [BATCH, SIZE])).logits, input('y', [BATCH], 'int32')),
      }),
    },
  ],
});

/** Fresh parameters: U(−1/√in, 1/√in). */
const fresh = () =>
  initialState(
    step,
    Object.fromEntries(
      digitParameters.map(({ name, shape, fanIn }) => {
        const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
        uniform(values, { seed: SEED, stream: `features/${name}`, step: 0 });
        return [name, values.map((u) => (2 * u - 1) / Math.sqrt(fanIn))];
      }),
    ),
  );

/** Pictures (n × 784) moved by up to two pixels each way, so that the network learns shapes and not the pictures themselves. */
const moved = (x: Float32Array, t: number): Float32Array => {
  const n = x.length / SIZE;
  const draws = uniform(new Float32Array(2 * n), { seed: SEED, stream: 'features/moved', step: t });
  const out = new Float32Array(x.length);
  for (let i = 0; i < n; i++) {
    const [right, down] = [0, 1].map((k) => Math.floor(draws[2 * i + k] * (2 * FARTHEST + 1)) - FARTHEST);
    for (let row = Math.max(0, down); row < Math.min(PICTURE_SIDE, PICTURE_SIDE + down); row++)
      for (let column = Math.max(0, right); column < Math.min(PICTURE_SIDE, PICTURE_SIDE + right); column++)
        out[i * SIZE + row * PICTURE_SIDE + column] = x[i * SIZE + (row - down) * PICTURE_SIDE + column - right];
  }
  return out;
};

const trained = async (engine: Engine, { train }: SplitDataset): Promise<Tensors> => {
  const executable = await engine.compile(step.program);
  const bar = new ProgressBar();
  const values = fresh();
  let state: Tensors = Object.fromEntries(
    step.state.map((each) => [each.input, engine.upload(values[each.input], each.shape, 'float32')]),
  );
  const x = new Float32Array(BATCH * SIZE);
  for (let t = 1; t <= STEPS; t++) {
    const indices = batchIndices({ size: train.count, batchSize: BATCH, step: t - 1, seed: SEED });
    gather(train, indices, x);
    // On a cosine down to 0.
    const learningRate = (LEARNING_RATE * (1 + Math.cos((Math.PI * (t - 1)) / STEPS))) / 2;
    const scalars = stepScalars(step, 'digits', { learningRate, t });
    const fed = {
      x: engine.upload(moved(x, t), [BATCH, SIZE], 'float32'),
      y: engine.upload(Int32Array.from(gatherLabels(train, indices)), [BATCH], 'int32'),
      [step.groups.digits.scalarsInput]: engine.upload(scalars, [scalars.length], 'float32'),
    };
    const out = await executable.run({ ...state, ...fed });
    const next = nextState(step, out);
    disposeAll({ ...state, ...fed, ...out }, next);
    state = next;
    bar.show(t, STEPS, '');
  }
  bar.done();
  await executable.release();
  return state;
};

/** Share of held-out digits that are told right, and the mean square of their features. */
const held = async (engine: Engine, values: NamedArrays, { test }: SplitDataset) => {
  const named = Object.fromEntries(digitParameters.map(({ name, shape }) => [name, input(name, shape)]));
  const parameters = Object.fromEntries(
    digitParameters.map(({ name, shape }) => [name, engine.upload(values[name], shape, 'float32')]),
  );
  const n = 1_000;
  const seen = digitNetwork(named, input('x', [n, SIZE]));
  const right = mean(cast(equal(argMax(seen.logits, 1), input('y', [n], 'int32')), 'float32'));
  const executable = await engine.compile(buildProgram('held', { right, size: mean(square(seen.features)) }));
  const x = new Float32Array(n * SIZE);
  const total = { accuracy: 0, meanSquare: 0 };
  for (let from = 0; from < test.count; from += n) {
    const indices = Uint32Array.from({ length: n }, (_, i) => from + i);
    gather(test, indices, x);
    const fed = {
      x: engine.upload(x, [n, SIZE], 'float32'),
      y: engine.upload(Int32Array.from(gatherLabels(test, indices)), [n], 'int32'),
    };
    const out = await executable.run({ ...parameters, ...fed });
    total.accuracy += ((await floats(out.right))[0] * n) / test.count;
    total.meanSquare += ((await floats(out.size))[0] * n) / test.count;
    disposeAll({ ...fed, ...out });
  }
  disposeAll(parameters);
  await executable.release();
  return total;
};

/** The same classifier with features of another size: ReLU lets a factor through. */
const scaled = (parameters: NamedArrays, factor: number): NamedArrays =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      if (name.startsWith('features.')) return [name, values.map((value) => value * factor)];
      return [name, name === 'classes.weight' ? values.map((value) => value / factor) : values];
    }),
  );

/** `loom features`: trains the network by which pictures are compared, always to the same weights, and writes them. */
export const features = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('features', args, { out: 'text' });
  const out = parsed.text('out') ?? 'digits.safetensors';
  const [engine, digits] = [await createEngine('cpu', { threads: 1 }), await loadMnist()];
  try {
    const { parameters: found } = namedState(step, await readAll(await trained(engine, digits)));
    const { accuracy, meanSquare } = await held(engine, found, digits);
    // So that kernels of features see numbers about 1.
    const parameters = scaled(found, 1 / Math.sqrt(meanSquare));
    const tensors = digitParameters.map(({ name, shape }): [string, ArrayData] => [
      name,
      { shape: [...shape], data: parameters[name] },
    ]);
    const bytes = writeSafetensors(new Map(tensors), {
      network: 'digits 28 × 28 → 64 features → 10 classes',
      held_out_accuracy: accuracy.toFixed(4),
    });
    await writeFileAtomic(out, bytes);
    return {
      json: { out, bytes: bytes.length, accuracy },
      text: `${(100 * accuracy).toFixed(2)} % of held-out digits told right → ${out}`,
    };
  } finally {
    await engine.dispose();
  }
};
