import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { decode, decodeFrames } from 'modern-gif';
import { readNpz } from '../../src/core/export';
import { parseXml, type XmlElement } from '../renderer/export/xml';
import { planeBox } from './latent-projects';
import { answerFileDialogs, expect, test } from './studio';

/** A model that has taken one step: every lens has something to show. */
async function start(page: Page, template: string): Promise<void> {
  await page.getByTestId(`gallery.template.${template}`).click();
  await page.getByTestId('run.step').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'paused', { timeout: 60_000 });
}

/** Chooses from the export menu of a lens and gives the bytes that lie on the disk then. */
async function exported(app: ElectronApplication, page: Page, lens: string, item: string, file: string) {
  await answerFileDialogs(app, file);
  await page.getByTestId(`export.${lens}`).click();
  await page.getByTestId(`menu.export.${item}`).click();
  return saved(page, file);
}

async function saved(page: Page, file: string): Promise<Uint8Array<ArrayBuffer>> {
  await expect(page.getByText(`Saved as ${file}`)).toBeVisible({ timeout: 60_000 });
  return new Uint8Array(await readFile(file));
}

/** Width, height and the colour type of a PNG (2 RGB, 6 RGBA). */
function pngHeader(bytes: Uint8Array): { width: number; height: number; colours: number } {
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(bytes.buffer);
  return { width: view.getUint32(16), height: view.getUint32(20), colours: bytes[25] };
}

/** Alpha of the pixel in the upper left corner, as the browser reads it. */
const cornerAlpha = (page: Page, bytes: Uint8Array): Promise<number> =>
  page.evaluate(
    async (values) => {
      const picture = await createImageBitmap(new Blob([new Uint8Array(values)]));
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context?.drawImage(picture, -2, -2);
      return context?.getImageData(0, 0, 1, 1).data[3] ?? -1;
    },
    [...bytes],
  );

/** An element and all that is in it. */
const within = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(within)];

/** Reads a film of half a second, 320 pixels wide, at 25 frames a second, whose end stays for 0.9 s. */
async function readBack(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const track = await input.getPrimaryVideoTrack();
  const { packetCount } = (await track?.computePacketStats()) ?? {};
  expect([(await input.getFormat()).name, track?.displayWidth, packetCount]).toEqual([name, 320, 13 + 23]);
  expect(await input.computeDuration()).toBeCloseTo(1.4, 1);
}

/** Half a second of the first film of a lens; null where this machine has no encoder for the format. */
async function film(app: ElectronApplication, page: Page, lens: string, format: string, file: string) {
  await answerFileDialogs(app, file);
  await page.getByTestId(`export.${lens}`).click();
  await page.getByTestId('menu.export.film').click();
  // Formats come all at once, and WebM is always among them.
  await expect(page.getByTestId('film.format.webm')).toBeVisible();
  if ((await page.getByTestId(`film.format.${format}`).count()) === 0) {
    await page.getByTestId('film.cancel').click();
    return null;
  }
  await page.getByTestId(`film.format.${format}`).click();
  for (const [field, value] of [
    ['width', '320'],
    ['seconds', '0.5'],
  ]) {
    await page.getByTestId(`film.${field}`).fill(value);
    await page.keyboard.press('Tab');
  }
  await page.getByTestId('film.record').click();
  return saved(page, file);
}

test('somebody takes pictures, films and numbers out of the trajectory and comes back to kept views', async ({
  app,
  page,
  userData,
  picture,
}) => {
  test.setTimeout(180_000);
  const at = (name: string) => join(userData, name);
  await start(page, 'rectified-flow-2d');
  await page.getByTestId('lens.tab.trajectory').click();
  await expect
    .poll(() => page.getByTestId('trajectory.canvas').first().getAttribute('data-digest'), { timeout: 30_000 })
    .not.toBeNull();

  const once = pngHeader(await exported(app, page, 'trajectory', 'png1', at('one.png')));
  const solid = await exported(app, page, 'trajectory', 'png4', at('four.png'));
  const four = pngHeader(solid);
  expect([four.width, four.height]).toEqual([4 * once.width, 4 * once.height]);
  const clear = await exported(app, page, 'trajectory', 'transparent', at('clear.png'));
  expect(pngHeader(clear)).toEqual({ width: 2 * once.width, height: 2 * once.height, colours: 6 });
  expect([await cornerAlpha(page, solid), await cornerAlpha(page, clear)]).toEqual([255, 0]);

  const svg = parseXml(new TextDecoder().decode(await exported(app, page, 'trajectory', 'svg', at('flow.svg'))));
  expect(svg).toMatchObject({ name: 'svg', attributes: { width: String(once.width), height: String(once.height) } });
  const names = within(svg).map(({ name }) => name);
  expect(names.filter((name) => name === 'circle').length).toBeGreaterThan(500);
  expect(names).not.toContain('image');
  expect(names).toContain('text');

  const arrays = readNpz(await exported(app, page, 'trajectory', 'npz', at('flow.npz')));
  const settings = JSON.parse(new TextDecoder().decode(Uint8Array.from(arrays.get('settings')?.data ?? [])));
  const { num_inference_steps: steps, count } = settings.lanes[0];
  expect(arrays.get('samples')?.shape).toEqual([steps + 1, count, 2]);
  expect(arrays.get('pred_original')?.shape).toEqual([steps, count, 2]);
  expect([arrays.get('times')?.data[0], arrays.get('times')?.data[steps]]).toEqual([1, 0]);

  const gif = decode((await film(app, page, 'trajectory', 'gif', at('flow.gif'))) ?? Uint8Array.of());
  expect([gif.width, gif.frames.length, gif.looped]).toEqual([320, 13, true]);
  for (const [format, name] of [
    ['webm', 'WebM'],
    ['mp4', 'MP4'],
  ]) {
    const bytes = await film(app, page, 'trajectory', format, at(`flow.${format}`));
    if (bytes) await readBack(bytes, name);
    else console.log(`${name} is not read back: this machine has no encoder for it.`);
  }

  const time = page.getByTestId('trajectory.t');
  await page.getByTestId('trajectory.timeline').focus();
  await page.keyboard.press('Home');
  await expect(time).toContainText('1.00');
  await page.getByTestId('bookmarks.trajectory').click();
  await page.getByTestId('bookmarks.keep').click();
  await page.getByTestId('bookmarks.title').fill('Only noise');
  await page.keyboard.press('Enter');
  await picture('bookmarks');
  await page.keyboard.press('Escape');
  await page.getByTestId('trajectory.timeline').focus();
  await page.keyboard.press('End');
  await expect(time).toContainText('0.00');
  await page.keyboard.press('ControlOrMeta+Shift+M');
  await page.getByTestId('lens.tab.latent').click();
  await page.getByTestId('bookmarks.latent').click();
  await expect(page.getByTestId('bookmarks.row')).toHaveCount(2);
  await page.getByTestId('bookmarks.go').filter({ hasText: 'Only noise' }).click();
  await expect(time).toContainText('1.00');
  await page.keyboard.press('ControlOrMeta+PageDown');
  await expect(time).toContainText('0.00');
  await page.keyboard.press('ControlOrMeta+PageDown');
  await expect(time).toContainText('1.00');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(page.getByTestId('bookmarks.row')).toHaveCount(1);
});

test('the latent space, the samples and the curves can be taken out too', async ({ app, page, userData }) => {
  test.setTimeout(120_000);
  const at = (name: string) => join(userData, name);
  await start(page, 'vae-digits');
  await page.getByTestId('lens.tab.latent').click();
  await expect
    .poll(async () => Number(await page.getByTestId('latent.count').getAttribute('data-count')), { timeout: 60_000 })
    .toBeGreaterThan(100);
  const latent = readNpz(await exported(app, page, 'latent', 'npz', at('latent.npz')));
  const [count, width] = latent.get('z')?.shape ?? [];
  expect(count).toBeGreaterThan(100);
  expect(width).toBeGreaterThan(1);
  expect(latent.get('labels')?.shape).toEqual([count]);
  expect(latent.get('positions')?.shape).toEqual([count, 2]);
  expect(pngHeader(await exported(app, page, 'latent', 'png2', at('latent.png'))).width).toBeGreaterThan(600);

  // A path, its knots and the names of the classes lie over the plane and are in its pictures.
  await page.getByTestId('latent.interpolate').click();
  const plane = await planeBox(page);
  await page.mouse.move(plane.x + 0.3 * plane.width, plane.y + 0.3 * plane.height);
  await page.mouse.down();
  await page.mouse.move(plane.x + 0.6 * plane.width, plane.y + 0.8 * plane.height, { steps: 4 });
  await page.mouse.up();
  const leg = page.getByTestId('latent.path.leg.0').locator('+ polyline');
  await expect(leg).toBeAttached();
  const colour = await leg.evaluate((line) => getComputedStyle(line).stroke);
  const drawn = parseXml(new TextDecoder().decode(await exported(app, page, 'latent', 'svg', at('path.svg'))));
  const parts = within(drawn);
  expect(parts.filter(({ attributes }) => attributes.stroke === colour)).toHaveLength(1);
  expect(parts.filter(({ attributes }) => attributes.fill === colour).length).toBeGreaterThan(10);
  expect(parts.filter(({ name }) => name === 'text').map(({ text }) => text)).toEqual(
    expect.arrayContaining(['0', '7', '9', 'z₂']),
  );
  // The play head goes from one end to the other.
  const path = decodeFrames((await film(app, page, 'latent', 'gif', at('path.gif'))) ?? Uint8Array.of());
  expect(path).toHaveLength(13);
  const changed = path[0].data.filter((value, i) => Math.abs(value - path[12].data[i]) > 40);
  expect(changed.length).toBeGreaterThan(60);

  const curves = readNpz(await exported(app, page, 'curves', 'npz', at('curves.npz')));
  expect([...(curves.get('steps')?.data ?? [])]).toEqual([1]);
  const svg = parseXml(new TextDecoder().decode(await exported(app, page, 'curves', 'svg', at('curves.svg'))));
  expect(JSON.stringify(svg)).toContain('"name":"text"');

  await page.getByTestId('lens.tab.samples').click();
  await expect(page.getByTestId('samples.prior')).toBeVisible({ timeout: 30_000 });
  expect(pngHeader(await exported(app, page, 'samples', 'png2', at('samples.png'))).height).toBeGreaterThan(200);
});
