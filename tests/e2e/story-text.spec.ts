import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readNpz } from '../../src/core/export';
import { openDocument, still, trainUntil } from './runs';
import { answerFileDialogs, expect, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/char-transformer.json');

/** Settings that make the network of the template small, by the id of the layer. */
const SMALL: Readonly<Record<string, Record<string, number>>> = {
  text: { length: 24, batch_size: 24 },
  trainer: { steps: 100_000, learning_rate: 0.01, warmup_steps: 0 },
  table: { width: 32 },
  blocks: { repeat: 1 },
  wide: { features: 128 },
  narrow: { features: 32 },
};

const small = async (): Promise<string> => {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  for (const graph of [document.study, ...Object.values<{ nodes: unknown }>(document.networks)])
    for (const node of graph.nodes) Object.assign(node.settings, SMALL[node.id]);
  return JSON.stringify(document);
};

test('a small Transformer learns to spell, goes on with a beginning, and says what it expects', async ({
  app,
  page,
  userData,
  picture,
}) => {
  await openDocument({ app, page, userData }, 'novel', await small());
  await page.getByTestId('lens.tab.data').click();
  await expect(page.getByTestId('data.texts')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('data.split.train').click();
  await expect(page.getByTestId('data.texts')).toContainText('CHAPTER 1. Loomings.');
  await page.getByTestId('data.next').click();
  await expect(page.getByTestId('data.texts')).not.toContainText('CHAPTER 1. Loomings.');

  await trainUntil(page, 150);
  const passage = page.getByTestId('text.passage');
  const written = async (): Promise<string> => (await passage.textContent()) ?? '';
  /** What is written once it comes to rest. */
  const atRest = (): Promise<string> => still(written);

  await test.step('something is written already, and other draws make another text', async () => {
    await expect.poll(async () => (await written()).length, { timeout: 30_000 }).toBeGreaterThan(200);
    const before = await atRest();
    await page.getByTestId('text.seed').click();
    await expect.poll(written).not.toBe(before);
  });

  await test.step('it goes on with a beginning until it is stopped', async () => {
    await page.getByTestId('text.clear').click();
    await expect(passage).toHaveText('Nothing is written yet.');
    await page.getByTestId('text.prompt').fill('Call me Ish');
    await page.getByTestId('text.prompt').press('Enter');
    await expect.poll(async () => (await written()).length).toBeGreaterThan(80);
    await page.getByTestId('text.generate').click();
    await expect(page.getByTestId('text.generate')).toHaveText('Generate');
    const text = await atRest();
    expect(text.startsWith('Call me Ish')).toBe(true);
    await expect(page.getByTestId('text.rate')).toHaveText(/^\d\.\d\d bits per character$/);
  });

  await test.step('every token says how likely it was, and another can be put in its place', async () => {
    const whole = await atRest();
    await passage.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    await expect(page.getByTestId('text.token')).toHaveText(/^.+, [\d.]+ %, \d+\.\d bits$/);
    await expect(page.getByTestId('text.next')).toContainText('instead of');
    const bar = page.getByTestId('text.next.1');
    const piece = (await still(() => bar.locator('span').first().innerText())).replace('␣', ' ').replace('↵', '\n');
    await bar.click();
    await expect.poll(written).toBe(whole.slice(0, -5) + piece);
    await picture('text-write');
  });

  await test.step('with top k 1 the draws make no difference', async () => {
    const topK = page.getByTestId('text.top-k');
    await topK.focus();
    await page.keyboard.press('ArrowRight');
    const before = (await atRest()).length;
    await passage.focus();
    await page.keyboard.press('Space');
    await expect.poll(async () => (await written()).length).toBeGreaterThan(before + 30);
    await page.keyboard.press('Space');
    await expect(page.getByTestId('text.generate')).toHaveText('Generate');
    const text = await atRest();
    await page.keyboard.press('n');
    expect(await atRest()).toBe(text);
  });

  await test.step('the held-out text is shaded by surprise, page by page', async () => {
    await page.getByTestId('text.mode.read').click();
    const held = page.getByTestId('text.held-out');
    await expect.poll(async () => ((await held.textContent()) ?? '').length).toBe(800);
    await expect(page.getByTestId('text.rate')).toHaveText(/bits per character$/);
    const first = await held.textContent();
    await page.getByTestId('text.following').click();
    await expect.poll(() => held.textContent()).not.toBe(first);
    await expect(page.getByTestId('text.range')).toHaveText(/^801–/);
    await picture('text-held-out');
  });

  await test.step('what stands there is taken out as text, as numbers and as a picture', async () => {
    const held = (await page.getByTestId('text.held-out').textContent()) ?? '';
    const saved = async (item: string, file: string): Promise<Buffer> => {
      await answerFileDialogs(app, join(userData, file));
      await page.getByTestId('export.text').click();
      await page.getByTestId(`menu.export.${item}`).click();
      await expect(page.getByText(`Saved as ${join(userData, file)}`)).toBeVisible();
      return readFile(join(userData, file));
    };
    expect((await saved('txt', 'page.txt')).toString()).toBe(held);
    const arrays = readNpz(await saved('npz', 'page.npz'));
    expect(arrays.get('tokens')?.shape).toEqual([800]);
    expect(Array.from(arrays.get('log_prob')?.data ?? [1]).every((value) => value <= 0)).toBe(true);
    expect((await saved('svg', 'page.svg')).toString()).toContain('bits per character');
  });

  await test.step('the other lenses show what they can of it', async () => {
    await page.getByTestId('lens.tab.samples').click();
    await expect(page.getByTestId('samples.texts').locator('li')).toHaveCount(8);
    await page.getByTestId('lens.tab.trajectory').click();
    await expect(page.getByTestId('trajectory.empty')).toContainText('token by token');
  });
});

test('a text of one’s own is copied into the project and learned from; what is no text is refused', async ({
  app,
  page,
  userData,
}) => {
  await openDocument({ app, page, userData }, 'own', await small());
  await page.getByTestId('node.text').click({ position: { x: 60, y: 10 } });
  await page.getByTestId('inspector.setting.text').selectOption('file');
  const choose = page.getByTestId('inspector.setting.file.choose');

  const picture = join(userData, 'picture.txt');
  await writeFile(picture, Uint8Array.of(0xff, 0xfe, 0, 1));
  await answerFileDialogs(app, picture);
  await choose.click();
  await expect(page.getByRole('alert').filter({ hasText: 'picture.txt: is not a text in UTF-8' })).toBeVisible();

  const story = join(userData, 'whale story.txt');
  const text = 'Es war einmal ein Wal, der sang allein im Meer. '.repeat(60);
  await writeFile(story, text);
  await answerFileDialogs(app, story);
  await choose.click();
  await expect(page.getByTestId('inspector.setting.file')).toContainText('whale story.txt');
  expect(await readFile(join(userData, 'own', 'data', 'whale story.txt'), 'utf8')).toBe(text);

  await page.getByTestId('lens.tab.data').click();
  await trainUntil(page, 20);
  await expect(page.getByTestId('data.texts')).toContainText('Es war einmal ein Wal');
});
