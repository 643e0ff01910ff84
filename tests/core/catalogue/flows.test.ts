/** Studies of normalizing flows: what the nodes make of each other, at small sizes. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { conditionerPresets } from '../../../src/core/catalogue/presets';
import type { DensityHandle, PortValue } from '../../../src/core/catalogue/types';
import { type Trace, trace } from '../../../src/core/compile';
import { initialize } from '../../../src/core/compile/initialize';
import { carry, carryBack, flowLogProb } from '../../../src/core/generative/flows';
import type { Graph, GraphNode, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { buildProgram, input, interpret, normal, type Shape, sizeOf, type Tensor } from '../../../src/core/tensor';
import { errorsOf, node, parsed, wire } from '../compile/documents';

type Link = readonly [id: string, type: string, settings?: Record<string, SettingValue>, network?: string];

const [mlp, convnet, labelled] = conditionerPresets.map(({ graph }) => graph);

/** Data → start → maps → density → objective, in one line. */
const studyOf = (
  data: GraphNode,
  start: Record<string, SettingValue>,
  maps: readonly Link[],
  networks: Record<string, Graph>,
  labels = false,
): ProjectDocument => {
  const line: readonly Link[] = [['start', 'flow.start', start], ...maps, ['density', 'density.flow']];
  return parsed({
    format: 'latent-loom',
    version: 3,
    title: 'A flow',
    summary: '',
    models: [],
    references: [],
    bookmarks: [],
    seed: 0,
    study: {
      nodes: [
        data,
        ...line.map(([id, type, settings, network]) => ({ ...node(id, type, settings), ...(network && { network }) })),
        node('nll', 'objective.nll'),
        node('trainer', 'trainer.adam'),
        node('sampler', 'sampler.density'),
      ],
      edges: [
        wire('data.x', 'start.x'),
        ...(labels ? [wire('data.label', 'start.y')] : []),
        ...line.slice(1).map(([id], i) => wire(`${line[i][0]}.flow`, `${id}.flow`)),
        wire('density.log_prob', 'nll.log_prob'),
        wire('nll.loss', 'trainer.losses'),
        wire('density.network', 'sampler.network'),
      ],
    },
    networks,
  });
};

const moons = (...maps: Link[]): ProjectDocument =>
  studyOf(node('data', 'data.points', { set: 'two-moons', batch_size: 64 }), {}, maps, { conditioner: mlp });

const digits = (start: Record<string, SettingValue>, maps: Link[], net = convnet, labels = false): ProjectDocument =>
  studyOf(
    node('data', 'data.mnist', { layout: 'image', batch_size: 4 }),
    { values: 'grey', ...start },
    maps,
    {
      fine: net,
      coarse: net,
    },
    labels,
  );

/** A multi-scale Glow: four channels of 14 × 14, half of which leave, then eight of 7 × 7. */
const glow = digits({}, [
  ['squeeze1', 'flow.squeeze'],
  ['fine', 'flow.coupling', { repeat: 2, actnorm: true, mixing: 'invertible_1x1' }, 'fine'],
  ['split', 'flow.split'],
  ['squeeze2', 'flow.squeeze'],
  ['coarse', 'flow.coupling', { repeat: 2, actnorm: true, mixing: 'invertible_1x1' }, 'coarse'],
]);

/** Values of all parameters and states, none of which changes nothing. */
const valuesOf = ({ parameters }: Trace): Record<string, Float32Array> =>
  Object.fromEntries(
    [...parameters].map(([name, { spec }]) => {
      const key = { seed: 4, stream: name, step: 0 };
      const size = sizeOf(spec.shape);
      const still = spec.initializer.type === 'zeros';
      return [
        name,
        still
          ? normal(new Float32Array(size), key).map((value) => 0.2 * value)
          : initialize(spec.initializer, size, key),
      ];
    }),
  );

const run = (
  traced: Trace,
  outputs: Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
) => {
  const program = buildProgram('flow', outputs);
  const known: Record<string, ArrayLike<number>> = { ...valuesOf(traced), ...feeds };
  return interpret(program, Object.fromEntries(program.inputs.map(({ name }) => [name, known[name]])));
};

const traced = (document: ProjectDocument, count: number): Trace => trace(document, catalogue, { batchSize: count });
const output = (of: Trace, place: string): PortValue => {
  const value = of.outputs.get(place);
  if (!value) throw new Error(`${place} gives nothing: ${of.problems.map(({ message }) => message)}`);
  return value;
};
const handleOf = (of: Trace): DensityHandle => {
  const value = output(of, 'density:network');
  if (value.kind !== 'network' || value.network.role !== 'density') throw new Error('no density');
  return value.network;
};
const stepsOf = (of: Trace, last: string) => {
  const value = output(of, `${last}:flow`);
  if (value.kind !== 'flow') throw new Error('no flow');
  return value;
};

const drawn = (shape: Shape, stream: string): Float32Array =>
  normal(new Float32Array(sizeOf(shape)), { seed: 8, stream, step: 0 });

describe.each<[string, ProjectDocument, string, Shape]>([
  ['affine couplings', moons(['maps', 'flow.coupling', { repeat: 4 }, 'conditioner']), 'maps', [6, 2]],
  [
    'spline couplings',
    moons(['maps', 'flow.coupling', { repeat: 4, transform: 'spline' }, 'conditioner']),
    'maps',
    [6, 2],
  ],
  ['a multi-scale Glow', glow, 'coarse', [2, 1, 28, 28]],
])('%s, in single precision', (name, document, last, shape) => {
  const of = traced(document, shape[0]);
  const flow = stepsOf(of, last);
  const x = input('given', shape);
  const grey = shape.length > 2;
  const values = grey
    ? drawn(shape, name).map((value) => Math.round(255 / (1 + Math.exp(-value))) / 255)
    : drawn(shape, name);

  test('inverse(forward(x)) is x within 1e-4', () => {
    const { y, left } = carry(flow.steps, x);
    const found = run(of, { back: carryBack(flow.steps, { y, left }), y }, { given: values });
    const apart = Array.from(found.back).reduce(
      (most: number, value: number, i: number) => Math.max(most, Math.abs(value - values[i])),
      0,
    );
    expect(apart).toBeLessThan(1e-4);
    expect(Array.from(found.y).every(Number.isFinite)).toBe(true);
  });

  test('forward(inverse(z)) is z, and log p of what was made of z is that of z and the volumes on the way', () => {
    const z = input('given', shape);
    const frames = handleOf(of).fromNoise?.(z) ?? [];
    const made = frames[frames.length - 1];
    const skipped = grey ? flow.steps.slice(1) : flow.steps;
    const moved = carry(
      skipped.filter(({ does }) => does === 'moves'),
      z,
    );
    const back = carry(skipped, carryBack(skipped, moved));
    const found = run(of, { z: moved.y, again: back.y, made }, { given: drawn(shape, 'z') });
    found.again.forEach((value: number, i: number) => {
      expect(Math.abs(value - found.z[i])).toBeLessThan(2e-3);
    });
    expect(frames.length).toBe(5);
    expect(made.shape).toEqual(shape);
  });
});

test('log p on the wire is that of the handle, where nothing is random', () => {
  const of = traced(
    moons(['norm', 'flow.actnorm'], ['mix', 'flow.invertible_1x1'], ['maps', 'flow.coupling', {}, 'conditioner']),
    5,
  );
  const wired = output(of, 'density:log_prob');
  if (!('tensor' in wired)) throw new Error('no value');
  const asked = handleOf(of).logProb(input('given', [5, 2]));
  const values = drawn([5, 2], 'x');
  const found = run(of, { wired: wired.tensor, asked }, { given: values, 'data.x': values });
  expect(Array.from(found.wired)).toEqual(Array.from(found.asked));
  expect(new Set(found.asked).size).toBe(5);
});

test('labels reach the networks: p(x | y) differs between classes, and the sampler is told of them', () => {
  const document = studyOf(
    node('data', 'data.points', { set: 'two-moons', batch_size: 8 }),
    {},
    [['maps', 'flow.coupling', { repeat: 2 }, 'conditioner']],
    { conditioner: labelled },
    true,
  );
  expect(errorsOf(document)).toEqual([]);
  const of = traced(document, 2);
  const handle = handleOf(of);
  expect(handle.labels).toEqual({ classes: 2, none: undefined });
  const [x, y] = [input('given', [2, 2]), input('y', [2], 'int32')];
  const z = handle.fromNoise?.(x, y).at(-1);
  if (!z) throw new Error('no way from noise');
  const found = run(of, { logProb: handle.logProb(x, y), z }, { given: [0.3, -0.4, 0.3, -0.4], y: [0, 1] });
  expect(found.logProb[0]).not.toBeCloseTo(found.logProb[1], 3);
  expect(found.z[0]).not.toBeCloseTo(found.z[2], 3);
});

test('act norm begins where the first batch has mean 0 and deviation 1, and stays there', () => {
  const document = moons(['norm', 'flow.actnorm']);
  const of = trace(document, catalogue);
  const flow = stepsOf(of, 'norm');
  const [mean, fresh] = ['norm/mean', 'norm/fresh'].map((name) => of.updates.get(name));
  if (!mean || !fresh) throw new Error('keeps nothing');
  const x = drawn([64, 2], 'batch').map((value) => 3 * value + 5);
  const program = buildProgram('first', { y: flow.tensor, mean, fresh });
  const at = (state: Record<string, number[]>) =>
    interpret(program, {
      'data.x': x,
      'norm/log_scale': [0, 0],
      'norm/shift': [0, 0],
      'norm/mean': [0, 0],
      'norm/log_deviation': [0, 0],
      'norm/fresh': [1],
      ...state,
    });
  const first = at({});
  const column = (values: ArrayLike<number>, axis: number): number[] =>
    Array.from(values).filter((_, i) => i % 2 === axis);
  for (const axis of [0, 1]) {
    const values = column(first.y, axis);
    const middle = values.reduce((a, b) => a + b) / 64;
    expect(middle).toBeCloseTo(0, 4);
    expect(Math.sqrt(values.reduce((a, b) => a + (b - middle) ** 2, 0) / 64)).toBeCloseTo(1, 4);
    expect(first.mean[axis]).toBeCloseTo(column(x, axis).reduce((a, b) => a + b) / 64, 4);
  }
  expect(first.fresh[0]).toBe(0);
  const later = at({ 'norm/fresh': [0], 'norm/mean': [1, 2] });
  expect(Array.from(later.mean)).toEqual([1, 2]);
});

test('grey levels: log p counts levels, and the small picture is what is drawn', () => {
  const document = digits({ downsample: 2 }, [
    ['squeeze', 'flow.squeeze'],
    ['maps', 'flow.coupling', { repeat: 1 }, 'fine'],
  ]);
  const of = traced(document, 1);
  const handle = handleOf(of);
  expect([handle.itemShape, handle.noiseShape]).toEqual([
    [1, 28, 28],
    [1, 14, 14],
  ]);
  const flow = stepsOf(of, 'maps');
  const x = input('given', [1, 1, 28, 28]);
  const carried = carry(flow.steps.slice(0, 1), x);
  const found = run(
    of,
    { logDet: carried.logDet, logProb: flowLogProb(carried) },
    { given: new Float32Array(784).fill(0.5) },
  );
  const s = 0.05 + (0.9 * (128 + 0.5)) / 256;
  const each = Math.log(0.9) - Math.log(s) - Math.log(1 - s) - Math.log(256);
  expect(found.logDet[0] / 196).toBeCloseTo(each, 4);
});

describe('what does not fit is said in one sentence, with a way out', () => {
  const messageOf = (document: ProjectDocument): string => errorsOf(document)[0]?.[2] ?? '';
  test.each<[string, ProjectDocument, RegExp]>([
    [
      'one channel in halves',
      digits({}, [['maps', 'flow.coupling', {}, 'fine']]),
      /one channel; part them in a checkerboard/,
    ],
    [
      'rows are squeezed',
      moons(['squeeze', 'flow.squeeze'], ['maps', 'flow.coupling', {}, 'conditioner']),
      /works on pictures/,
    ],
    [
      'odd sides are squeezed',
      digits({ downsample: 4 }, [
        ['s', 'flow.squeeze'],
        ['maps', 'flow.coupling', { split: 'checkerboard' }, 'fine'],
      ]),
      /7 × 7 cannot be halved/,
    ],
    ['nothing is learned', moons(), /has nothing to learn before it/],
    [
      'a picture that cannot be cut',
      digits({ downsample: 5 }, [['maps', 'flow.coupling', {}, 'fine']]),
      /squares of 5/,
    ],
  ])('%s', (_, document, message) => {
    expect(messageOf(document)).toMatch(message);
  });

  test('checkerboards part pictures of one channel', () => {
    expect(errorsOf(digits({}, [['maps', 'flow.coupling', { split: 'checkerboard' }, 'fine']]))).toEqual([]);
  });
});
