import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isProjectFile } from '../../src/core/graph';
import { importText } from '../../src/main/import-text';

const folder = mkdtempSync(join(tmpdir(), 'loom-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let project: string;
let count = 0;
beforeEach(() => {
  project = join(folder, `project-${count++}`);
  mkdirSync(project);
});

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const inside = (name: string): string => readFileSync(join(project, ...name.split('/')), 'utf8');

describe('a text of the user’s own', () => {
  test('is copied under its name, byte by byte', async () => {
    const name = await importText(project, file('Märchen & Sagen.txt', 'Es war einmal …\r\n'));
    expect(name).toBe('data/Märchen Sagen.txt');
    expect(inside(name)).toBe('Es war einmal …\r\n');
    expect(readdirSync(join(project, 'data'))).toEqual(['Märchen Sagen.txt']);
  });

  test('takes another name where another text has it already, and the same where it is the same text', async () => {
    const first = await importText(project, file('story.md', 'one'));
    const second = await importText(project, file('story.md', 'two'));
    const again = await importText(project, file('story.txt', 'one'));
    expect([first, second, again]).toEqual(['data/story.txt', 'data/story 2.txt', 'data/story.txt']);
    expect([inside(first), inside(second)]).toEqual(['one', 'two']);
  });

  test.each(['...txt', '-.txt', `${'long '.repeat(40)}.txt`, 'a:b*c?.txt'])(
    'gets a name that the project can hold: %s',
    async (name) => {
      const found = await importText(project, file(name, 'text'));
      expect(isProjectFile(found)).toBe(true);
      expect(inside(found)).toBe('text');
    },
  );

  test.each([
    ['nothing.txt', '', /^nothing\.txt: is empty; choose a file that holds a text\.$/],
    ['picture.txt', Uint8Array.of(0x89, 0x50, 0xff), /^picture\.txt: is not a text in UTF-8;/],
    ['zeros.txt', Uint8Array.of(65, 0, 66), /^zeros\.txt: is not a text but binary data;/],
    ['large.txt', 'a'.repeat(8 * 2 ** 20 + 1), /large\.txt/],
  ])('that is none is refused, and nothing is left behind: %s', async (name, content, sentence) => {
    await expect(importText(project, file(name, content))).rejects.toThrow(sentence);
    expect(readdirSync(project)).toEqual([]);
  });

  test('that is not there is refused', async () => {
    await expect(importText(project, join(folder, 'gone.txt'))).rejects.toThrow(/gone\.txt: does not exist/);
  });
});
