import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDocument } from './runs';
import { answerFileDialogs, expect, launch, quit, test } from './studio';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/rectified-flow-2d.json');

test('a project is saved where the user wants, found again under Recent, and opens as it was', async ({ userData }) => {
  test.setTimeout(120_000);
  const place = join(userData, 'My flow');
  let app = await launch(userData);
  let page = await app.firstWindow();
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await page.getByTestId('node.data').click({ position: { x: 60, y: 10 } });
  await page.getByTestId('inspector.setting.set').selectOption('two-moons');
  await answerFileDialogs(app, place);
  await page.keyboard.press('Control+Shift+s');
  await expect.poll(() => readFile(join(place, 'project.json'), 'utf8').catch(() => '')).toContain('two-moons');
  await expect(page.getByTestId('status.saved')).not.toContainText('draft');
  await quit(app);

  app = await launch(userData);
  page = await app.firstWindow();
  await page.getByTestId('gallery.recent').first().click();
  await expect(page.getByTestId('node.data')).toContainText('Two moons');
  await quit(app);
});

const damaged: { name: string; text: (whole: string) => string; sentence: RegExp }[] = [
  { name: 'truncated', text: (whole) => whole.slice(0, 1_000), sentence: /ends too early/ },
  { name: 'of a future version', text: (whole) => whole.replace('"version": 1', '"version": 7'), sentence: /newer/ },
  {
    name: 'with a setting that is no number',
    text: (whole) => whole.replace('0.002', 'NaN'),
    sentence: /learning_rate|Learning rate/,
  },
];

for (const { name, text, sentence } of damaged) {
  test(`a project file ${name} is refused with one sentence and left as it is`, async ({ app, page, userData }) => {
    const folder = join(userData, 'damaged');
    await mkdir(folder);
    const file = join(folder, 'project.json');
    const content = text(await readFile(TEMPLATE, 'utf8'));
    await writeFile(file, content);
    await answerFileDialogs(app, file);
    await page.getByRole('button', { name: 'Open…' }).click();
    await expect(page.getByText(sentence).first()).toBeVisible();
    await page.waitForTimeout(1_500);
    expect(await readFile(file, 'utf8')).toBe(content);
  });
}

test('an unknown node and a cycle open as problems that can be repaired', async ({ app, page, userData }) => {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  document.study.nodes.find(({ id }: { id: string }) => id === 'quality').type = 'metric.unheard-of';
  await openDocument({ app, page, userData }, 'odd', JSON.stringify(document));
  await expect(page.getByTestId('node.quality')).toBeVisible();
  await expect(page.getByTestId('status.problems')).toContainText('problem');
});
