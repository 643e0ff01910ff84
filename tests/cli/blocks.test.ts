import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serializeDocument } from '../../src/core/graph';
import { blockFlow, changed, wornVae } from '../core/compile/documents';
import { loomJson, temporaryFolder } from './loom';

const folder = temporaryFolder();
const quality = [
  { type: 'node.remove', graph: null, node: 'quality' },
  { type: 'edge.remove', graph: null, edge: 'sampler_trajectory-quality_trajectory' },
  { type: 'edge.remove', graph: null, edge: 'data_x-quality_data' },
] as const;
await writeFile(join(folder, 'flow.json'), serializeDocument(changed(blockFlow(), ...quality)));
await writeFile(join(folder, 'vae.json'), serializeDocument(wornVae()));

const run = (...args: string[]) => loomJson(folder, ...args);

test.each(['flow', 'vae'])(
  '%s: blocks, tied and muted nodes are checked, trained and resumed bit for bit',
  async (name) => {
    const checked = await run('check', `${name}.json`);
    expect(checked.json).toMatchObject({ ok: true });
    const whole = await run('train', `${name}.json`, '--steps', '8', '--out', `${name}-whole`);
    expect(whole.json).toMatchObject({ steps: 8 });
    await run('train', `${name}.json`, '--steps', '4', '--out', `${name}-half`);
    const { json, stderr } = await run('train', `${name}.json`, '--steps', '8', '--resume', `${name}-half`);
    expect(json).toMatchObject({ steps: 8, weightsSha256: whole.json.weightsSha256 });
    expect(stderr).toBe('');
  },
);

test('what is wrong with a muted node is said, and keeps nothing from training', async () => {
  const { json, code } = await run('check', 'vae.json');
  expect(code).toBe(0);
  expect(json.problems).toContainEqual({
    node: 'kl2',
    message: expect.stringMatching(/^"β" of KL divergence must be /),
  });
});

test('samples come out of a denoiser of blocks, and settings inside a block can be assigned', async () => {
  await run('train', 'flow.json', '--steps', '2', '--set', 'unit/bend.activation=relu', '--out', 'sampled');
  const { json } = await run('sample', 'sampled', '--n', '5', '--steps', '3', '--out', 'samples.npz');
  expect(json).toMatchObject({ n: 5, steps: 3, shape: [5, 2] });
});
