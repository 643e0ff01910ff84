import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openDocument, still } from './runs';
import { expect, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/cgan-digits.json');

/** "Conditional GAN on digits", trained for as long as nobody minds. */
async function short(): Promise<string> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  const settings: Record<string, object> = {
    data: { batch_size: 16 },
    d_trainer: { steps: 40 },
    g_trainer: { steps: 40 },
    quality: { count: 100 },
  };
  for (const { id, settings: own } of document.study.nodes) Object.assign(own, settings[id]);
  return JSON.stringify(document);
}

const samples = (page: Page) => page.getByTestId('samples.prior');

/** What the pictures look like, and what they are. */
const look = (page: Page) =>
  samples(page).evaluate((canvas: HTMLCanvasElement) => ({ label: canvas.ariaLabel, picture: canvas.toDataURL() }));

test('a conditional generator shows a row for each class, or one class, and its pictures are measured', async ({
  app,
  page,
  userData,
}) => {
  test.setTimeout(180_000);
  await openDocument({ app, page, userData }, 'classes', await short());
  await page.getByTestId('run.train').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'finished', { timeout: 120_000 });

  await page.getByTestId('lens.tab.samples').click();
  await expect(samples(page)).toHaveAccessibleName(/samples of each of 10 classes, a row a class: 0, 1, .+, 9$/);
  const rows = await still(() => look(page));

  const choice = page.getByTestId('samples.class');
  await choice.selectOption({ label: '3' });
  await expect(samples(page)).toHaveAccessibleName(/samples of class 3$/);
  const threes = await still(() => look(page));
  expect(threes.picture).not.toBe(rows.picture);
  await choice.selectOption({ label: '7' });
  await expect(samples(page)).toHaveAccessibleName(/samples of class 7$/);
  expect((await still(() => look(page))).picture).not.toBe(threes.picture);
  await choice.selectOption({ label: 'all classes' });
  await expect.poll(() => look(page)).toEqual(rows);

  await page.getByTestId('samples.noise').click();
  await expect.poll(async () => (await look(page)).picture).not.toBe(rows.picture);

  await page.getByTestId('lens.tab.curves').click();
  const measures = page.getByTestId('curves.metrics');
  for (const name of ['FID', 'FID floor', 'KID', 'C2ST accuracy', 'classes covered', 'label accuracy'])
    await expect(measures.getByText(name, { exact: true })).toBeVisible();
  await expect(page.getByTestId('node.quality')).toContainText('FID floor');
});
