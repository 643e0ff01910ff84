import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answerFileDialogs, expect, test } from './studio';

const stepOf = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('run.status').getAttribute('data-step'));

/** Presses a key on the canvas, with nothing selected. */
async function press(page: Page, key: string): Promise<void> {
  await page.locator('.react-flow__pane').click({ position: { x: 8, y: 400 } });
  await page.keyboard.press(key);
}

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').getByRole('combobox').fill(words);
  await page.keyboard.press('Enter');
}

test('what changed since a run is seen on the study and inside a network, and is taken back there', async ({
  page,
  picture,
}) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(5);
  await page.keyboard.press('Control+Enter');

  await page.getByTestId('node.encoder').dblclick({ position: { x: 60, y: 10 } });
  await page.getByTestId('node.mlp').click({ position: { x: 60, y: 10 } });
  const hidden = page.getByTestId('inspector.setting.hidden');
  await hidden.fill('64, 32');
  await hidden.press('Enter');
  await page.locator('.react-flow__edge').first().click();
  await page.keyboard.press('Delete');
  await page.getByTestId('breadcrumb.study').click();
  await page.getByTestId('node.kl').click({ position: { x: 60, y: 10 } });
  await page.keyboard.press('Delete');

  await page.getByTestId('rail.runs').click();
  await page.locator('[data-testid^="runs."][data-testid$=".compare"]').first().click();
  await expect(page.getByTestId('compare')).toContainText('Compared with the run of');
  await expect(page.getByTestId('compare.totals')).toContainText('2 gone');
  await expect(page.getByTestId('compare.totals')).toContainText('1 changed');
  await expect(page.getByTestId('compare.ghost.kl')).toBeVisible();
  await expect(page.getByTestId('compare.node.encoder')).toContainText('2 differences inside');
  await picture('compare');

  await page.getByTestId('compare.row.changed.node').click();
  await expect(page.getByTestId('breadcrumb')).toContainText('Encoder');
  await expect(page.getByTestId('compare.node.mlp')).toContainText('400 → 64, 32');
  await expect(page.locator('[data-testid^="compare.lost."]')).toHaveCount(1);

  await page.getByTestId('compare.take.mlp.hidden').click();
  await expect(page.getByTestId('compare.node.mlp')).toHaveCount(0);
  await expect(page.getByTestId('compare.totals')).not.toContainText('changed');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('compare.node.mlp')).toContainText('64, 32');

  // It goes on at the node, then to the wire, and round to the study.
  for (let i = 0; i < 3; i++) await page.keyboard.press('F7');
  await expect(page.getByTestId('breadcrumb')).toHaveCount(0);
  await page.getByTestId('compare.close').click();
  await expect(page.getByTestId('compare')).toHaveCount(0);
  await expect(page.getByTestId('compare.ghost.kl')).toHaveCount(0);
});

test('another project is compared without being opened, and a damaged one is told in a sentence', async ({
  page,
  app,
  userData,
}) => {
  const template = await readFile(join(import.meta.dirname, '../../resources/templates/vae-digits.json'), 'utf8');
  const other = join(userData, 'other');
  await mkdir(other);
  const theirs = template
    .replace('"VAE on digits"', '"Of a friend"')
    .replaceAll(/"(id|node)": ?"kl"/g, '"$1": "theirs"');
  await writeFile(join(other, 'project.json'), theirs);
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await answerFileDialogs(app, join(other, 'project.json'));
  await command(page, 'Compare with another project');
  await expect(page.getByTestId('compare')).toContainText('“Of a friend”');
  // Their divergence has another id and the same place.
  await expect(page.getByTestId('compare.totals')).toHaveText(/^1 changed$/);
  await expect(page.getByTestId('compare.take.project.title')).toBeVisible();
  await page.getByTestId('compare').press('Escape');
  await expect(page.getByTestId('compare')).toHaveCount(0);

  await writeFile(join(other, 'project.json'), template.slice(0, 400));
  await command(page, 'Compare with another project');
  await expect(page.getByText(/Of a friend|other.*is not|not valid JSON|cut off|damaged/i).first()).toBeVisible();
  await expect(page.getByTestId('compare')).toHaveCount(0);
});

test('a scrambled graph is arranged in one step: nothing overlaps, wires lead to the right', async ({ page }) => {
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await expect(page.getByTestId('node.denoiser')).toBeVisible();
  await press(page, 'Control+a');
  for (const side of ['left', 'top']) await page.getByTestId(`align.${side}`).click();
  const overlapping = () =>
    page.locator('.react-flow__node').evaluateAll((nodes) => {
      const boxes = nodes.map((node) => node.getBoundingClientRect());
      return boxes.flatMap((a, i) =>
        boxes.slice(i + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      ).length;
    });
  expect(await overlapping()).toBeGreaterThan(10);
  await press(page, 'Shift+L');
  await expect.poll(overlapping, { timeout: 15_000 }).toBe(0);
  const left = async (id: string) => (await page.getByTestId(`node.${id}`).boundingBox())?.x ?? 0;
  expect(await left('denoiser')).toBeGreaterThan(await left('path'));
  expect(await left('trainer')).toBeGreaterThan(await left('velocity'));
  await page.keyboard.press('Control+z');
  await expect.poll(overlapping).toBeGreaterThan(10);
});

test('a note shows Markdown, a table and a formula, is opened with Enter, and leads nowhere', async ({ page }) => {
  await page.getByTestId('gallery.template.vae-digits').click();
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await press(page, 'n');
  const id = await page.locator('article:has(textarea)').getAttribute('data-testid');
  const note = page.getByTestId(id ?? '');
  const editor = note.getByLabel('Text of the note');
  await editor.fill(
    [
      'Rate and distortion',
      'The **bound** at $\\beta = 1$:',
      '',
      '$$\\log p(x) \\ge \\mathbb{E}_q[\\log p(x|z)] - \\beta\\,\\mathrm{KL}(q\\,\\|\\,p)$$',
      '',
      '| β | KL |',
      '|---|---|',
      '| 1 | 25.1 |',
      '| 4 | 12.3 |',
      '',
      'See [the paper](https://paper.example/elbo).',
    ].join('\n'),
  );
  await editor.press('Escape');
  await expect(note.locator('h4')).toHaveText('Rate and distortion');
  await expect(note.locator('table td').last()).toHaveText('12.3');
  await expect(note.locator('.katex-display')).toBeVisible();
  await expect(note).toContainText('(https://paper.example/elbo)');
  await expect(note.locator('a, img')).toHaveCount(0);
  await note.click({ position: { x: 20, y: 10 } });
  await page.keyboard.press('Enter');
  await expect(editor).toBeFocused();
});
