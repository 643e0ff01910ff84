import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { picture } from '../../src/cli/commands/picture';
import { sample } from '../../src/cli/commands/sample';
import { readNpz } from '../../src/core/export';
import { tinyLanguage } from '../core/compile/language-documents';
import { openSession, temporaryFolder, trainTo } from '../worker/support';

const folder = temporaryFolder();
const run = join(folder, 'runs', 'one');
const session = await openSession(tinyLanguage({ vocabulary: 60, length: 12, trainer: { steps: 5 } }), run);
await trainTo(session, 5);
await session.checkpoint(true);

const sampled = async (name: string): Promise<{ text: string; texts: unknown }> => {
  const out = join(folder, name);
  const { json } = await sample([run, '--n', '3', '--seed', '5', '--out', out]);
  return { text: readFileSync(out, 'utf8'), texts: (json as { texts?: unknown }).texts };
};

describe('loom sample of a model of text', () => {
  test('writes passages as a text or as JSON, the same for a seed', async () => {
    const [plain, json] = [await sampled('passages.txt'), await sampled('passages.json')];
    const passages: string[] = JSON.parse(json.text);
    expect(passages.map((passage) => [...passage].length)).toEqual([12, 12, 12]);
    expect(plain.text).toBe(`${passages.join(`\n${'-'.repeat(72)}\n`)}\n`);
    expect([plain.texts, json.texts]).toEqual([passages, passages]);
  });

  test('writes tokens where arrays are asked for', async () => {
    const out = join(folder, 'passages.npz');
    await sample([run, '--n', '3', '--seed', '5', '--out', out]);
    const { samples } = Object.fromEntries(readNpz(readFileSync(out)));
    expect(samples.shape).toEqual([3, 12]);
    for (const token of samples.data) expect(Number.isInteger(token) && token >= 0 && token < 60).toBe(true);
  });
});

test('loom picture draws what such a model expects', async () => {
  const out = join(folder, 'picture.png');
  expect((await picture([run, '--out', out])).json).toEqual({ out, width: 660, height: 408 });
  expect([...readFileSync(out).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
});
