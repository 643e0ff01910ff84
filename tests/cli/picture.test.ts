import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { picture } from '../../src/cli/commands/picture';
import { train } from '../../src/cli/commands/train';
import { temporaryFolder } from '../worker/support';

const folder = temporaryFolder();
const GROUND = [0x0e, 0x11, 0x16];

/** What is drawn of a short run: the share of pixels that are not ground, and the share of those that are grey. */
const drawn = async (template: string, ...flags: string[]): Promise<{ inked: number; grey: number }> => {
  const run = join(folder, template);
  await train([template, '--steps', '3', '--seed', '1', '--out', run, ...flags]);
  const out = join(folder, `${template}.png`);
  expect((await picture([run, '--out', out])).json).toEqual({ out, width: 660, height: 408 });
  const { data, channels } = decode(await readFile(out));
  let [inked, grey] = [0, 0];
  for (let i = 0; i < data.length; i += channels) {
    const [r, g, b] = data.subarray(i, i + 3);
    if (r === GROUND[0] && g === GROUND[1] && b === GROUND[2]) continue;
    inked++;
    if (Math.max(r, g, b) - Math.min(r, g, b) < 16) grey++;
  }
  return { inked: inked / (660 * 408), grey: grey / inked };
};

describe('loom picture', () => {
  test('of groups lays the pictures out in the colours of their groups', async () => {
    const { inked, grey } = await drawn('clusters-digits');
    expect(inked).toBeGreaterThan(0.05);
    expect(grey).toBeLessThan(0.3);
  }, 60_000);

  test('of an autoencoder is what it makes of pictures, without colour', async () => {
    const { inked, grey } = await drawn('vqvae-digits');
    expect(inked).toBeGreaterThan(0.1);
    expect(grey).toBeGreaterThan(0.95);
  }, 60_000);

  test('of a density is its map, over all of the plane', async () => {
    expect((await drawn('density-2d')).inked).toBeGreaterThan(0.2);
  }, 60_000);

  test('of what is no run is refused in a sentence', async () => {
    await expect(picture([join(folder, 'nothing')])).rejects.toThrow(/nothing/);
  });
});
