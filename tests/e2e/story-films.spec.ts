import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { decode, decodeFrames } from 'modern-gif';
import { chooseItems, shown } from './latent-projects';
import { openDocument, trainUntil } from './runs';
import { answerFileDialogs, expect, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/vae-digits.json');
/** Seconds that the end of a film stays. */
const REST = 0.9;

/** What is asked of a film; the fields that are left out stay as the dialog offers them. */
interface Wish {
  what?: 'path' | 'training' | 'way';
  format: 'gif' | 'webm';
  width: number;
  seconds: number;
  rate: number;
  loop?: boolean;
}

/** "VAE on digits" with three latent numbers, trained for some steps. */
async function openRoom(app: ElectronApplication, page: Page, userData: string): Promise<void> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  for (const node of document.study.nodes) if (node.id === 'encoder') node.settings.latent = 3;
  await openDocument({ app, page, userData }, 'room', JSON.stringify(document));
  await trainUntil(page, 25);
  await page.getByTestId('lens.tab.latent').click();
  await chooseItems(page, 'test', 1_000);
  await expect.poll(() => shown(page), { timeout: 60_000 }).toBe(1_000);
}

/** Opens the dialog and fills it in. Gives the size and the number of frames that it promises. */
async function wish(page: Page, lens: string, film: Wish): Promise<{ width: number; height: number; frames: number }> {
  await page.getByTestId(`export.${lens}`).click();
  await page.getByTestId('menu.export.film').click();
  const dialog = page.getByTestId('film');
  if (film.what) await page.getByTestId('film.what').selectOption(film.what);
  await page.getByTestId(`film.format.${film.format}`).click();
  for (const field of ['width', 'seconds'] as const) {
    await page.getByTestId(`film.${field}`).fill(String(film[field]));
    await page.keyboard.press('Tab');
  }
  await page.getByTestId('film.rate').selectOption(String(film.rate));
  if (film.loop === false) await dialog.getByRole('switch', { name: 'Begins again' }).click();
  const text = await dialog.innerText();
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1].replace(/\s/g, ''));
  return { width: film.width, height: number(/× ([\d\s]+) px/), frames: number(/(\d[\d\s]*) frames/) };
}

/** Records what the dialog says, and gives the file. */
async function recorded(page: Page, file: string): Promise<Uint8Array<ArrayBuffer>> {
  await page.getByTestId('film.record').click();
  await expect(page.getByText(`Saved as ${file}`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('film')).toHaveCount(0);
  return new Uint8Array(await readFile(file));
}

/** A film as a player sees it: a WebM shows its last frame again and again while it rests. */
async function readVideo(bytes: Uint8Array<ArrayBuffer>) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const track = await input.getPrimaryVideoTrack();
  const { packetCount } = (await track?.computePacketStats()) ?? {};
  return {
    name: (await input.getFormat()).name,
    width: track?.displayWidth,
    height: track?.displayHeight,
    packets: packetCount,
    seconds: await input.computeDuration(),
  };
}

/** Pixels that differ between two frames of a GIF. */
const changed = (bytes: Uint8Array<ArrayBuffer>, one: number, other: number): number => {
  const frames = decodeFrames(bytes);
  const [before, after] = [frames[one].data, frames[other].data];
  return before.filter((value, i) => Math.abs(value - after[i]) > 40).length;
};

/** Answers every question for a place with this file, and counts them. */
const countSaves = (app: ElectronApplication, file: string): Promise<void> =>
  app.evaluate(({ app, dialog }, filePath) => {
    const saves: string[] = [];
    Object.assign(app, { saves });
    dialog.showSaveDialog = async () => {
      saves.push(filePath);
      return { canceled: false, filePath };
    };
  }, file);

const savesAsked = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ app }) => ('saves' in app && Array.isArray(app.saves) ? app.saves.length : -1));

test('training is filmed in the latent plane and in a room, and so is a path through the room', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(180_000);
  const at = (name: string) => join(userData, name);
  await openRoom(app, page, userData);

  await test.step('the plane over the steps of training, as a GIF that ends', async () => {
    await answerFileDialogs(app, at('plane.gif'));
    const said = await wish(page, 'latent', { format: 'gif', width: 240, seconds: 0.8, rate: 10, loop: false });
    await expect(page.getByTestId('film')).toContainText(/8 frames of \d\d steps\./);
    expect(said.frames).toBe(8);
    const bytes = await recorded(page, at('plane.gif'));
    const gif = decode(bytes);
    expect([gif.width, gif.height, gif.frames.length, gif.looped]).toEqual([240, said.height, 8, undefined]);
    expect(gif.frames.reduce((sum, { delay }) => sum + delay, 0)).toBeCloseTo(1_000 * (0.8 + REST), -1);
    expect(changed(bytes, 0, 7)).toBeGreaterThan(200);
    await expect(page.getByTestId('training-time.step').first()).toHaveText(/^newest/);
  });

  await page.getByTestId('latent.layout').click();
  await page.getByTestId('latent.layout.dimensions.3').click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('latent.orbit')).toBeVisible();
  await page.getByTestId('latent.interpolate').click();
  await expect(page.getByTestId('latent.orbit.path')).toBeAttached();

  await test.step('the room over the steps of training, as a WebM', async () => {
    await answerFileDialogs(app, at('room.webm'));
    const said = await wish(page, 'latent', { what: 'training', format: 'webm', width: 320, seconds: 0.5, rate: 15 });
    expect(said.frames).toBe(8);
    const video = await readVideo(await recorded(page, at('room.webm')));
    const rest = Math.round(REST * (8 / 0.5));
    expect(video).toMatchObject({ name: 'WebM', width: 320, height: said.height, packets: 8 + rest });
    expect(video.seconds).toBeCloseTo((8 + rest) / (8 / 0.5), 1);
  });

  await test.step('a way through the room at another rate', async () => {
    await answerFileDialogs(app, at('path.gif'));
    const said = await wish(page, 'latent', { what: 'path', format: 'gif', width: 300, seconds: 0.6, rate: 30 });
    expect(said.frames).toBe(18);
    const bytes = await recorded(page, at('path.gif'));
    const gif = decode(bytes);
    expect([gif.width, gif.height, gif.frames.length, gif.looped]).toEqual([300, said.height, 18, true]);
    expect(changed(bytes, 0, 9)).toBeGreaterThan(20);
    expect(changed(bytes, 9, 17)).toBeGreaterThan(20);
  });
});

test('a film that is too large is refused, and one that is stopped leaves nothing behind', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(120_000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await trainUntil(page, 20);
  await page.getByTestId('lens.tab.trajectory').click();
  const time = page.getByTestId('trajectory.t');
  await page.getByTestId('trajectory.timeline').focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
  await expect(time).toContainText('0.70');
  const folder = join(userData, 'films');
  await mkdir(folder);
  const file = join(folder, 'way.webm');
  await countSaves(app, file);

  await test.step('more than a GIF can hold, and what no film can be', async () => {
    await wish(page, 'trajectory', { what: 'way', format: 'gif', width: 3_840, seconds: 60, rate: 60 });
    const dialog = page.getByTestId('film');
    await expect(dialog).toContainText('takes too much memory; make it smaller or shorter');
    await expect(page.getByTestId('film.record')).toBeDisabled();
    await page.getByTestId('film.format.webm').click();
    await expect(page.getByTestId('film.record')).toBeEnabled();
    await page.getByTestId('film.seconds').fill('61');
    await page.keyboard.press('Tab');
    await expect(dialog).toContainText('Seconds must be a number from 0.5 to 60; it is “61”.');
    await expect(page.getByTestId('film.record')).toBeDisabled();
    await page.getByTestId('film.what').selectOption('training');
    await expect(dialog).toContainText(', one for each step.');
    await expect(page.getByTestId('film.record')).toBeEnabled();
    await page.getByTestId('film.width').fill('63');
    await page.keyboard.press('Tab');
    await expect(dialog).toContainText('Width in pixels must be a whole number from 64 to 3\u202f840; it is “63”.');
    await expect(page.getByTestId('film.record')).toBeDisabled();
    await page.getByTestId('film.cancel').click();
  });

  for (const way of ['Cancel', 'Escape']) {
    await test.step(`stopped in the middle with ${way}`, async () => {
      await wish(page, 'trajectory', { what: 'way', format: 'webm', width: 640, seconds: 60, rate: 60 });
      await page.getByTestId('film.record').click();
      const done = page.getByRole('progressbar', { name: 'Recording' });
      await expect.poll(async () => Number(await done.getAttribute('aria-valuenow'))).toBeGreaterThan(0.3);
      await expect(page.getByTestId('film.rate')).toBeDisabled();
      if (way === 'Escape') await page.keyboard.press('Escape');
      else await page.getByTestId('film.cancel').click();
      await expect(page.getByTestId('film')).toHaveCount(0);
      await expect(time).toContainText('0.70');
    });
  }

  await test.step('the next one is made as if nothing had been', async () => {
    const said = await wish(page, 'trajectory', {
      what: 'training',
      format: 'webm',
      width: 320,
      seconds: 0.5,
      rate: 10,
    });
    expect(said.frames).toBe(5);
    expect(await savesAsked(app)).toBe(0);
    const video = await readVideo(await recorded(page, file));
    expect(video).toMatchObject({ name: 'WebM', width: 320, height: said.height, packets: 5 + Math.round(REST * 10) });
    expect(await savesAsked(app)).toBe(1);
    expect(await readdir(folder)).toEqual(['way.webm']);
    await expect(page.getByTestId('training-time.step').first()).toHaveText(/^newest/);
    await expect(time).toContainText('0.70');
  });
});
