import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { type Analysis, analyse, trace } from '../../../src/core/compile';
import type { Graph, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { buildProgram, interpret } from '../../../src/core/tensor';
import { assigned, node, parsed, template, wire } from '../compile/documents';

interface Case {
  settings?: Record<string, SettingValue>;
  /** Images of 1 × 28 × 28 go in rather than rows of 784. */
  image?: boolean;
  shape: number[];
  /** Shapes of its parameters by name. */
  parameters?: Record<string, number[]>;
}

/** One layer between an input and an output of an encoder, in batches of 4. Every layer type has a row. */
const cases: Record<string, Case[]> = {
  'layer.input': [{ settings: { name: 'x' }, shape: [4, 784] }],
  'layer.output': [{ shape: [4, 4], parameters: { weight: [784, 4], bias: [4] } }],
  'layer.linear': [{ settings: { features: 7 }, shape: [4, 7], parameters: { weight: [784, 7], bias: [7] } }],
  'layer.activation': [{ settings: { activation: 'gelu' }, shape: [4, 784] }],
  'block.mlp': [
    {
      settings: { hidden: [6, 5], activation: 'silu' },
      image: true,
      shape: [4, 5],
      parameters: { '0.weight': [784, 6], '0.bias': [6], '1.weight': [6, 5], '1.bias': [5] },
    },
  ],
  'layer.conv2d': [
    {
      settings: { channels: 3, kernel: 4, stride: 2, padding: 1 },
      image: true,
      shape: [4, 3, 14, 14],
      parameters: { weight: [3, 1, 4, 4], bias: [3] },
    },
    {
      settings: { channels: 2, kernel: 5, stride: 1, padding: 0 },
      image: true,
      shape: [4, 2, 24, 24],
      parameters: { weight: [2, 1, 5, 5], bias: [2] },
    },
  ],
  'layer.conv_transpose2d': [
    {
      settings: { channels: 3, kernel: 4, stride: 2, padding: 1 },
      image: true,
      shape: [4, 3, 56, 56],
      parameters: { weight: [1, 3, 4, 4], bias: [3] },
    },
  ],
  'layer.flatten': [{ image: true, shape: [4, 784] }],
  'layer.reshape': [{ settings: { shape: [16, 7, 7] }, shape: [4, 16, 7, 7] }],
  'layer.concat': [{ shape: [4, 1568] }, { image: true, shape: [4, 2, 28, 28] }],
  'layer.add': [{ shape: [4, 784] }, { image: true, shape: [4, 1, 28, 28] }],
  'layer.time_embedding': [],
};

/** The encoder's network around one layer: all inputs of the layer are the network's input. */
const around = (type: string, settings: Record<string, SettingValue> = {}): Graph => {
  const ports = Object.keys(catalogue.find(type)?.inputs ?? {});
  if (type === 'layer.output')
    return { nodes: [node('in', 'layer.input'), node('it', type)], edges: [wire('in.y', 'it.x')] };
  return {
    nodes: [node('in', 'layer.input'), node('it', type, settings), node('out', 'layer.output')],
    edges: [...ports.map((port) => wire('in.y', `it.${port}`)), wire('it.y', 'out.x')],
  };
};

const study = (encoder: Graph, image = false): ProjectDocument => {
  const base = assigned(template('vae-digits'), 'data.batch_size=4', `data.layout=${image ? 'image' : 'vector'}`);
  return parsed({ ...base, networks: { ...base.networks, encoder } });
};

const parametersOf = ({ parameters }: Analysis, place: string): Record<string, readonly number[]> =>
  Object.fromEntries(
    parameters
      .filter(({ name }) => name.startsWith(`${place}/`))
      .map(({ name, shape }) => [name.slice(place.length + 1), shape]),
  );

test('every layer has a row here', () => {
  const layers = catalogue.all.filter(({ level }) => level === 'network').map(({ type }) => type);
  expect(Object.keys(cases).sort()).toEqual(layers.sort());
});

describe.each(Object.entries(cases).flatMap(([type, list]) => list.map((each) => [type, each] as const)))(
  '%s',
  (type, { settings, image, shape, parameters = {} }) => {
    test(`gives ${shape.join(' × ')}`, () => {
      const analysis = analyse(study(around(type, settings), image), catalogue);
      expect(analysis.problems).toEqual([]);
      expect(analysis.outputs['encoder/it:y'].shape).toEqual(shape);
      expect(parametersOf(analysis, 'encoder/it')).toEqual(parameters);
    });
  },
);

test('every layer starts from U(−1/√fan, 1/√fan), PyTorch’s bound', () => {
  const convolution = { settings: { channels: 3, kernel: 4, stride: 2, padding: 1 }, image: true };
  const fans: [string, { settings: Record<string, SettingValue>; image?: boolean }, number][] = [
    ['layer.linear', { settings: { features: 7 } }, 784],
    ['layer.conv2d', convolution, 1 * 4 * 4],
    ['layer.conv_transpose2d', convolution, 3 * 4 * 4],
  ];
  for (const [type, { settings, image }, fan] of fans) {
    const { parameters } = analyse(study(around(type, settings), image), catalogue);
    const own = parameters.filter(({ name }) => name.startsWith('encoder/it/'));
    expect(own).toHaveLength(2);
    for (const { initializer } of own) expect(initializer).toEqual({ type: 'uniform', bound: 1 / Math.sqrt(fan) });
  }
});

const flow = (settings: Record<string, SettingValue>): ProjectDocument => {
  const base = assigned(template('rectified-flow-2d'), 'data.batch_size=3');
  const nodes = base.networks.denoiser.nodes.map((each) => (each.id === 'embedding' ? { ...each, settings } : each));
  return parsed({ ...base, networks: { denoiser: { ...base.networks.denoiser, nodes } } });
};

const embed = (settings: Record<string, SettingValue>, t: number[]): { shape: readonly number[]; values: number[] } => {
  const value = trace(flow(settings), catalogue).outputs.get('denoiser/embedding:y');
  if (!value || !('tensor' in value)) throw new Error('the embedding gives no tensor');
  const program = buildProgram('embedding', { y: value.tensor });
  return {
    shape: value.tensor.shape,
    values: Array.from(interpret(program, { [program.inputs[0].name]: t }, 'float64').y),
  };
};

test('a plain time embedding is the time itself, as a column', () => {
  expect(embed({ embedding: 'plain', width: 64 }, [0, 0.25, 1])).toEqual({ shape: [3, 1], values: [0, 0.25, 1] });
});

test('a sinusoidal time embedding is cosines, then sines, of 1000 t at falling frequencies', () => {
  const times = [0, 0.3, 1];
  const { shape, values } = embed({ embedding: 'sinusoidal', width: 6 }, times);
  expect(shape).toEqual([3, 6]);
  const angles = (t: number) => [0, 1, 2].map((i) => 1000 * t * 10_000 ** (-(2 * i) / 6));
  const expected = times.flatMap((t) => [...angles(t).map(Math.cos), ...angles(t).map(Math.sin)]);
  // Frequencies are float32: at an angle of 1000 that moves the phase by up to 6e-5.
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 3);
  });
});
