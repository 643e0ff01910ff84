import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  placeOn,
  readBackend,
  readWindowState,
  type WindowState,
  writeBackend,
  writeWindowState,
} from '../../src/main/state';
import { temporaryFolder } from './documents';

const state: WindowState = { width: 1_200, height: 700, position: { x: 40, y: 50 }, maximized: true, theme: 'light' };
const defaults = { width: 1_440, height: 900, maximized: false, theme: 'dark' };

test('what was written is read again', async () => {
  const folder = await temporaryFolder();
  await writeWindowState(folder, state);
  expect(readWindowState(folder)).toEqual(state);
  expect(await readdir(folder)).toEqual(['window.json']);
});

test.each([
  ['nothing', undefined],
  ['no JSON', '{'],
  ['another kind', '[]'],
])('defaults take the place of %s', async (_name, text) => {
  const folder = await temporaryFolder();
  if (text !== undefined) await writeFile(join(folder, 'window.json'), text);
  expect(readWindowState(folder)).toEqual(defaults);
});

test('one broken value does not spoil the others', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'window.json'), JSON.stringify({ ...state, width: 3, position: 'left', theme: 'pink' }));
  expect(readWindowState(folder)).toEqual({ width: 1_440, height: 700, maximized: true, theme: 'dark' });
});

test('a state that cannot be written is forgotten without a fuss', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'window.json'));
  await writeWindowState(folder, state);
  expect(readWindowState(folder)).toEqual(defaults);
});

test('a window comes back where it was only while that screen exists', () => {
  const screen = { x: 0, y: 0, width: 1_920, height: 1_080 };
  const right = { x: 1_920, y: 0, width: 1_920, height: 1_080 };
  const at = (x: number, y: number): WindowState => ({ ...state, position: { x, y } });
  const size = { width: 1_200, height: 700 };
  expect(placeOn([screen], at(40, 50))).toEqual({ ...size, x: 40, y: 50 });
  expect(placeOn([screen, right], at(2_500, 50))).toEqual({ ...size, x: 2_500, y: 50 });
  expect(placeOn([screen], at(2_500, 50))).toEqual(size);
  expect(placeOn([screen], at(40, -500))).toEqual(size);
  expect(placeOn([screen], { ...state, position: undefined })).toEqual(size);
});

test('the chosen backend is remembered beside the window, and the CPU takes its place where the note is damaged', async () => {
  const folder = await temporaryFolder();
  expect(readBackend(folder)).toBe('cpu');
  await writeBackend(folder, 'webgpu');
  expect(readBackend(folder)).toBe('webgpu');
  for (const text of ['{', '{}', '{"backend":7}', '{"backend":"../x"}']) {
    await writeFile(join(folder, 'device.json'), text);
    expect(readBackend(folder)).toBe('cpu');
  }
});
