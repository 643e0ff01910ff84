import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serializeDocument } from '../../src/core/graph';
import { assigned, changed, tinyFlow, tinyVae } from '../core/compile/documents';
import { loom, loomJson, temporaryFolder } from './loom';

const folder = temporaryFolder();
/** The small flow without its quality measure, which costs more than all of these steps. */
const flow = changed(
  tinyFlow(),
  { type: 'node.remove', graph: null, node: 'quality' },
  { type: 'edge.remove', graph: null, edge: 'sampler_trajectory-quality_trajectory' },
  { type: 'edge.remove', graph: null, edge: 'data_x-quality_data' },
);
await writeFile(join(folder, 'flow.json'), serializeDocument(flow));

const train = (...args: string[]) => loomJson(folder, 'train', 'flow.json', ...args);
const digest = async (...args: string[]): Promise<string> => String((await train(...args)).json.weightsSha256);

test('the same command gives the same weights, another seed or set others', async () => {
  const first = await digest('--steps', '30', '--seed', '1', '--out', 'a');
  expect(await digest('--steps', '30', '--seed', '1', '--out', 'b')).toBe(first);
  expect(await digest('--steps', '30', '--seed', '2', '--out', 'c')).not.toBe(first);
  expect(await digest('--steps', '30', '--seed', '1', '--set', 'data.set=two-moons', '--out', 'd')).not.toBe(first);
});

test('30 steps are 15 steps and 15 resumed, said either way, bit for bit', async () => {
  const whole = await digest('--steps', '30', '--seed', '4', '--out', 'whole');
  for (const [out, steps] of [
    ['to', '30'],
    ['more', '15'],
  ]) {
    await train('--steps', '15', '--seed', '4', '--out', out);
    const resumed = await train('--steps', steps, '--resume', out);
    expect(resumed.json).toMatchObject({ steps: 30, weightsSha256: whole, run: join(folder, out) });
  }
});

test('a resumed run may go to a folder of its own', async () => {
  await train('--steps', '5', '--seed', '4', '--out', 'from');
  const resumed = await train('--steps', '10', '--resume', 'from', '--out', 'onwards');
  expect(resumed.json).toMatchObject({ steps: 10, run: join(folder, 'onwards') });
  expect(JSON.parse(await readFile(join(folder, 'from', 'run.json'), 'utf8')).step).toBe(5);
});

test('a live setting that the command assigns goes before the one the run remembers', async () => {
  const rate = 'trainer.learning_rate=0.01';
  const whole = await digest('--steps', '10', '--set', rate, '--out', 'rate');
  await train('--steps', '5', '--set', rate, '--out', 'kept');
  expect(await digest('--steps', '10', '--resume', 'kept')).toBe(whole);
  await train('--steps', '5', '--set', rate, '--out', 'moved');
  const moved = await digest('--steps', '10', '--resume', 'moved', '--set', 'trainer.learning_rate=0.02');
  expect(moved).not.toBe(whole);
});

test('a resumed run goes on with the graph it was started with', async () => {
  const moons = ['--set', 'data.set=two-moons'];
  const whole = await digest('--steps', '10', ...moons, '--out', 'moons');
  await train('--steps', '5', ...moons, '--out', 'moons-half');
  const resumed = await train('--steps', '10', '--resume', 'moons-half');
  expect(resumed.json.weightsSha256).toBe(whole);
  expect(resumed.stderr).toMatch(/^The run goes on with the graph it was started with, .*\.\n$/);
});

test('a new run in a used folder replaces the old one', async () => {
  const { json } = await train('--steps', '12', '--seed', '1', '--out', 'used');
  const shorter = await train('--steps', '6', '--seed', '1', '--out', 'used');
  expect(shorter.json.weightsSha256).not.toBe(json.weightsSha256);
  const resumed = await train('--steps', '12', '--resume', 'used');
  expect(resumed.json.weightsSha256).toBe(json.weightsSha256);
});

test('more steps than the trainer’s budget raise it, and standard error says so', async () => {
  const { json, stderr } = await train('--set', 'trainer.steps=3', '--steps', '5', '--out', 'raised');
  expect(json.steps).toBe(5);
  expect(stderr).toBe("The trainer's budget of 3 steps is raised to 5.\n");
});

test('without --steps it trains the whole budget, without --out into runs/', async () => {
  const { json } = await train('--set', 'trainer.steps=4');
  expect(json.steps).toBe(4);
  expect(String(json.run)).toMatch(new RegExp(`^${join(folder, 'runs')}/\\d{8}-\\d{6}-\\d{3}-[0-9a-f]{4}$`));
});

test('the seed of a run cannot be changed when it is resumed', async () => {
  await train('--steps', '2', '--seed', '4', '--out', 'seeded');
  const { code, json } = await train('--steps', '4', '--seed', '5', '--resume', 'seeded');
  expect(code).toBe(2);
  expect(json.error).toBe('--seed 5 differs from the seed 4 of the run in seeded; leave it out to resume.');
});

test('the reference engine can be chosen', async () => {
  const { json } = await train('--steps', '2', '--backend', 'reference', '--out', 'reference');
  expect(json).toMatchObject({ steps: 2, backend: 'reference' });
});

test('for people it prints the numbers as lines', async () => {
  const { lines, code } = await loom(folder, 'train', 'flow.json', '--steps', '2', '--out', 'plain');
  expect(code).toBe(0);
  expect(lines[0]).toMatch(/^Trained to step 2 in \d+\.\d s \(\d+ steps\/s\)\.$/);
  expect(lines.at(-1)).toBe(`  run: ${join(folder, 'plain')}`);
});

test('a step that is not finite ends the run with where it happened and how to go on', async () => {
  const rate = 'trainer.learning_rate=1';
  const wild = assigned(tinyVae(), rate, 'encoder/mlp.hidden=32,32', 'encoder/mlp.activation=relu');
  await writeFile(join(folder, 'wild.json'), serializeDocument({ ...wild, seed: 0 }));
  const { code, json, stderr } = await loomJson(folder, 'train', 'wild.json', '--steps', '30', '--out', 'wild');
  expect(code).toBe(2);
  expect(json.error).toBe(
    'Step 2 was not taken: Reparameterize gives infinity for 5 of the 16 items of the batch from "Two moons" (drawn from seed 0); lower the learning rate and start again. Flags for that: --set trainer.learning_rate=0.1',
  );
  expect(stderr).toBe(`${json.error}\n`);
  expect(json.nonFinite).toMatchObject({
    step: 2,
    culprit: { what: 'value', kind: 'infinite', title: 'Reparameterize', node: 'z' },
    batch: { node: 'data', title: 'Two moons', size: 16, seed: 0 },
  });

  await loomJson(folder, 'train', 'wild.json', '--steps', '3', '--set', 'trainer.learning_rate=0.001', '--out', 'calm');
  const resumed = await loomJson(folder, 'train', 'wild.json', '--set', rate, '--resume', 'calm');
  expect(resumed.json.error).toMatch(
    /go on from step 3, the last checkpoint\. Flags for that: --resume .*calm --set trainer\.learning_rate=0\.1$/,
  );
});
