import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerFileDialogs, expect } from './studio';

/** The step at which the run stands, as the window tells it. */
export const step = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('run.status').getAttribute('data-step'));

/** Waits until a run that trains is beyond a step. */
export const beyond = (page: Page, steps: number): Promise<void> =>
  expect.poll(() => step(page), { timeout: 120_000 }).toBeGreaterThan(steps);

/** Trains until the run is beyond a step, and pauses. */
export async function trainUntil(page: Page, steps: number): Promise<void> {
  await page.getByTestId('run.train').click();
  await beyond(page, steps);
  await page.getByTestId('run.pause').click();
  await expect(page.getByTestId('run.status')).toHaveAttribute('data-state', 'paused');
}

/** Opens a document from the gallery, as a project folder of this name. */
export async function openDocument(
  { app, page, userData }: { app: ElectronApplication; page: Page; userData: string },
  name: string,
  text: string,
): Promise<void> {
  const file = join(userData, name, 'project.json');
  await mkdir(join(userData, name));
  await writeFile(file, text);
  await answerFileDialogs(app, file);
  await page.getByRole('button', { name: 'Open…' }).click();
}

/** What `look` gives once it gives the same several times: marks follow what is shown by up to a tenth of a second. */
export async function still<T>(look: () => Promise<T>): Promise<T> {
  let last = await look();
  for (let same = 0; same < 3; ) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const next = await look();
    same = JSON.stringify(next) === JSON.stringify(last) ? same + 1 : 0;
    last = next;
  }
  return last;
}
