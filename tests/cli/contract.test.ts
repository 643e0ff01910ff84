import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNpz } from '../../src/core/export';
import { templatesDirectory } from '../../src/files/resources';
import { loom, loomJson, temporaryFolder } from './loom';

const folder = temporaryFolder();
const arraysOf = async (name: string) => readNpz(await readFile(join(folder, name)));

/** Two small runs, made once: all other commands look at them. */
const flow = await loomJson(
  folder,
  'train',
  'rectified-flow-2d',
  ...['--steps', '30', '--seed', '1', '--out', 'flow', '--set', 'denoiser/mlp.hidden=16,16'],
);
const vae = await loomJson(folder, 'train', 'vae-digits', '--steps', '4', '--out', 'vae');

test('templates: id, title, models and summary of each', async () => {
  const { json, code, stderr } = await loomJson(folder, 'templates');
  expect([code, stderr]).toEqual([0, '']);
  expect(Object.keys(json)).toEqual(['templates']);
  const rows = json.templates as Record<string, unknown>[];
  for (const row of rows) expect(Object.keys(row)).toEqual(['id', 'title', 'models', 'summary']);
  expect(rows.map(({ id, models }) => [id, models])).toEqual(
    expect.arrayContaining([
      ['gan-2d', ['M07']],
      ['guidance-2d', ['M18', 'M20']],
      ['vae-digits', ['M04']],
    ]),
  );
  const files = (await readdir(templatesDirectory())).filter((name) => name.endsWith('.json'));
  expect(rows.map(({ id }) => `${id}.json`)).toEqual(files.sort());
});

test('check: shapes on the wires and the number of parameters', async () => {
  const { json, code, stderr } = await loomJson(folder, 'check', 'vae-digits');
  expect([code, stderr]).toEqual([0, '']);
  expect(Object.keys(json)).toEqual(['ok', 'problems', 'parameters', 'shapes']);
  expect(json).toMatchObject({ ok: true, problems: [], parameters: 631_188 });
  expect(json.shapes).toMatchObject({
    'data_x-encoder_x': '128 × 784',
    'encoder_q-kl_q': '128 × 2',
    'kl_loss-trainer_losses': 'scalar',
  });
});

test('check: problems with their places, exit code 2', async () => {
  const { json, code, stderr } = await loomJson(folder, 'check', 'vae-digits', '--set', 'decoder.output_shape=10');
  const message =
    'Reconstruction compares 10 from the decoder with 784 from the data; set the decoder’s output shape to 784.';
  expect(code).toBe(2);
  expect(json).toMatchObject({ ok: false, problems: [{ node: 'reconstruction', message }] });
  expect(stderr).toBe(`${message}\n`);
});

test('train: every number of a run, and the run on disk', async () => {
  const { json, code } = flow;
  expect(code).toBe(0);
  expect(Object.keys(json)).toEqual([
    'steps',
    'seconds',
    'stepsPerSecond',
    'loss',
    'metrics',
    'weightsSha256',
    'backend',
    'run',
  ]);
  expect(json).toMatchObject({ steps: 30, backend: 'cpu', run: join(folder, 'flow') });
  expect(json.seconds).toBeGreaterThan(0);
  expect(json.stepsPerSecond).toBeGreaterThan(0);
  expect(json.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(json.loss as object)).toEqual(['velocity', 'loss']);
  expect(Object.keys(json.metrics as object)).toEqual([
    'sliced_wasserstein',
    'sliced_wasserstein_floor',
    'mmd',
    'mmd_floor',
    'c2st_accuracy',
    'modes_covered',
    'high_quality',
    'mode_share_min',
    'mode_share_max',
  ]);
  for (const value of Object.values({ ...(json.loss as object), ...(json.metrics as object) }))
    expect(Number.isFinite(value)).toBe(true);
  const record = JSON.parse(await readFile(join(folder, 'flow', 'run.json'), 'utf8'));
  expect(record).toMatchObject({ seed: 1, step: 30, metrics: json.metrics });
});

test('train: a VAE measures its bound', () => {
  const { json } = vae;
  expect(Object.keys(json.loss as object).sort()).toEqual(['kl', 'loss', 'reconstruction']);
  const metrics = json.metrics as Record<string, number>;
  expect(Object.keys(metrics).slice(0, 4)).toEqual(['test_elbo', 'test_reconstruction', 'test_kl', 'test_iw_bound']);
  expect(Object.keys(metrics)).toEqual(expect.arrayContaining(['fid', 'fid_floor', 'kid', 'mmd', 'c2st_accuracy']));
  expect(metrics.test_iw_bound).toBeLessThan(metrics.test_elbo);
  expect(metrics.test_elbo / (metrics.test_reconstruction + metrics.test_kl)).toBeCloseTo(1, 6);
});

describe('sample', () => {
  test('writes samples and the trajectory from noise to them', async () => {
    const { json, code } = await loomJson(
      folder,
      'sample',
      'flow',
      ...['--steps', '5', '--n', '7', '--seed', '2', '--out', 's.npz'],
    );
    expect(code).toBe(0);
    expect(json).toEqual({ out: 's.npz', n: 7, steps: 5, seed: 2, shape: [7, 2] });
    const arrays = await arraysOf('s.npz');
    const shapes = Object.fromEntries([...arrays].map(([name, { shape }]) => [name, shape]));
    expect(shapes).toEqual({ samples: [7, 2], trajectory: [6, 7, 2], times: [6] });
    const [samples, trajectory] = [arrays.get('samples')?.data, arrays.get('trajectory')?.data];
    expect(trajectory?.slice(5 * 14)).toEqual(samples);
    expect(new Set(samples).size).toBe(14);
  });

  test('takes the sampler’s own number of steps, however the sampler is named', async () => {
    const expected = { out: 'samples.npz', n: 2, steps: 50, seed: 0, shape: [2, 2] };
    for (const sampler of [[], ['--sampler', 'euler'], ['--sampler', 'sampler']])
      expect((await loomJson(folder, 'sample', 'flow', '--n', '2', ...sampler)).json).toEqual(expected);
  });
});

test('encode: z and label of held-out items', async () => {
  const { json, code } = await loomJson(folder, 'encode', 'vae', '--n', '6', '--out', 'z.npz');
  expect([code, json]).toEqual([0, { out: 'z.npz', n: 6, width: 2 }]);
  const arrays = await arraysOf('z.npz');
  expect(arrays.get('z')?.shape).toEqual([6, 2]);
  expect(Array.from(arrays.get('label')?.data ?? [])).toEqual([7, 2, 1, 0, 4, 1]);
});

test.each(['0.5,-1', '-0.5,1'])('decode: a picture of z = %s', async (z) => {
  const { json, code } = await loomJson(folder, 'decode', 'vae', '--z', z, '--out', 'd.png');
  expect([code, json]).toEqual([0, { out: 'd.png', width: 28, height: 28, channels: 1 }]);
  const png = await readFile(join(folder, 'd.png'));
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([28, 28]);
});

test('decode: other places of the latent plane give other pictures', async () => {
  await loom(folder, 'decode', 'vae', '--z', '3,3', '--out', 'other.png');
  await loom(folder, 'decode', 'vae', '--z', '0.5,-1', '--out', 'd.png');
  expect(await readFile(join(folder, 'other.png'))).not.toEqual(await readFile(join(folder, 'd.png')));
});

test('devices: every engine with whether it runs here', async () => {
  const { json } = await loomJson(folder, 'devices');
  expect(json.devices).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'cpu', available: true })]));
});

test('without --json it speaks to people, and help needs no command', async () => {
  const help = await loom(folder, 'help');
  expect([help.code, help.stderr]).toEqual([0, '']);
  const shown = help.lines.join('\n');
  for (const command of ['templates', 'check', 'train', 'sample', 'encode', 'decode', 'devices'])
    expect(shown).toContain(`loom ${command}`);
  const checked = await loom(folder, 'check', 'rectified-flow-2d');
  expect(checked.lines[0]).toBe('No problems. 33794 parameters.');
});
