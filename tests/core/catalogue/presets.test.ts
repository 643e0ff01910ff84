import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import type { Graph } from '../../../src/core/graph/document';
import { sizeOf } from '../../../src/core/tensor';
import { assigned, imageVae, parsed, template } from '../compile/documents';
import { type Inputs, traceLayer } from './layer-harness';
import { definitionOf, presetOf, studyOf } from './preset-studies';

/** Trainable numbers of the same networks in PyTorch, written by tests/golden/make_presets.py. */
const counts: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL('../../golden/presets.json', import.meta.url), 'utf8'),
).counts;

const held = catalogue.all.filter(({ holds }) => holds === 'network');
const networkRows = held.flatMap(({ type, presets = [] }) => presets.map(({ id }) => [type, id] as const));

describe.each(networkRows)('%s, preset %s', (type, id) => {
  const document = studyOf(type, presetOf(type, id));
  const analysis = analyse(document, catalogue);
  const [node] = document.study.nodes.filter(({ network }) => network === 'it');

  test('traces without a problem in a study, from wire to wire', () => {
    expect(analysis.problems).toEqual([]);
    expect(analysis.ok).toBe(true);
    for (const [network, { edges }] of Object.entries(document.networks))
      expect(Object.keys(analysis.networkEdges[network]).sort()).toEqual(edges.map(({ id: edge }) => edge).sort());
  });

  test('has as many trainable numbers as PyTorch’s', () => {
    expect(analysis.parametersByNode[node.id]).toBe(counts[`${type} ${id}`]);
  });
});

test('the U-Net and the DiT are those of the benchmarks', () => {
  const count = (id: string) =>
    analyse(studyOf('network.denoiser', presetOf('network.denoiser', id)), catalogue).parameterCount;
  expect([count('unet'), count('dit-labels')]).toEqual([509_857, 1_265_296]);
});

const images = [2, 1, 28, 28];
const sequence = [2, 5, 16];
const time = [2];
const label = { shape: [2], dtype: 'int32' } as const;

/** What goes into each block, and the shape of what comes out by each port. */
const blocks: Readonly<Record<string, { in: Inputs; out: Readonly<Record<string, readonly number[]>> }>> = {
  empty: { in: { x: images }, out: { y: images } },
  mlp: { in: { x: images }, out: { output: [2, 64] } },
  'residual-mlp': { in: { x: [2, 3] }, out: { output: [2, 128] } },
  convnet: { in: { x: images }, out: { output: [2, 64, 7, 7] } },
  unet: { in: { x: images, t: time }, out: { output: images } },
  'pixel-attention': { in: { x: [2, 16, 7, 7] }, out: { y: [2, 16, 7, 7] } },
  dit: { in: { x: images, t: time }, out: { output: images } },
  'dit-labels': { in: { x: images, t: time, label }, out: { output: images } },
  'adaln-block': { in: { x: [2, 5, 128], c: [2, 9] }, out: { y: [2, 5, 128] } },
  pixelcnn: { in: { x: images }, out: { output: images } },
  transformer: { in: { x: sequence }, out: { output: [2, 5, 128] } },
  'transformer-causal': { in: { x: sequence }, out: { output: [2, 5, 128] } },
  'language-model': { in: { x: { shape: [2, 64], dtype: 'int32' } }, out: { output: [2, 64, 65] } },
  'patch-encoder': { in: { x: images }, out: { output: [2, 128] } },
  'coupling-stack': { in: { x: [2, 2] }, out: { y: [2, 2], logdet: [2] } },
};

test('every block preset has a row here', () => {
  expect(definitionOf('block.custom').presets?.map(({ id }) => id)).toEqual(Object.keys(blocks));
});

describe.each(Object.entries(blocks))('block %s', (id, { in: inputs, out }) => {
  const traced = traceLayer('block.custom', inputs, {}, { block: presetOf('block.custom', id) });

  test('gives what it says', () => {
    expect(traced.problems).toEqual([]);
    const shapes = Object.entries(traced.outputs).map(([port, { shape }]) => [port, shape]);
    expect(Object.fromEntries(shapes)).toEqual(out);
  });

  test('has as many trainable numbers as PyTorch’s', () => {
    const own = Object.values(traced.parameters).filter(({ name }) => !name.startsWith('net/'));
    expect(own.reduce((total, { shape }) => total + sizeOf(shape), 0)).toBe(counts[`block.custom ${id}`]);
  });
});

const rows = template('vae-digits');
const convnet = (type: string): Graph => presetOf(type, 'convnet').graph;

test('an MLP takes images as well: they are flattened and put back', () => {
  const pictures = imageVae({ encoder: convnet('network.encoder'), decoder: convnet('network.decoder') });
  const analysis = analyse(parsed({ ...pictures, networks: rows.networks }), catalogue);
  expect(analysis.problems).toEqual([]);
  expect(analysis.outputs['decoder:x_hat'].shape).toEqual([128, 1, 28, 28]);
});

test('every point set can be chosen, and the drawn one once something is drawn', () => {
  const flow = template('rectified-flow-2d');
  const setting = catalogue.find('data.points')?.settings.set;
  const options = setting?.type === 'choice' ? setting.options.map(({ value }) => value) : [];
  expect(options).toHaveLength(8);
  for (const set of options) {
    const chosen = assigned(flow, `data.set=${set}`);
    expect([set, analyse(chosen, catalogue).ok]).toEqual([set, set !== 'drawn']);
  }
  expect(analyse(assigned(flow, 'data.set=drawn', 'data.points=0,0; 0.5,-1'), catalogue).ok).toBe(true);
});
