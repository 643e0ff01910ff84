import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import type { LoomBridge } from '../../src/protocol/app';

declare global {
  interface Window {
    loom: LoomBridge;
  }
}

const root = resolve(import.meta.dirname, '../..');
const IMAGES = join(root, 'docs', 'images');

/** Name under which Electron lists training processes. */
const TRAINING = 'Latent Loom training';

/** How the studio is started with a user data folder of its own. */
export function command(userData: string): { executablePath: string; args: string[]; env: Record<string, string> } {
  const executablePath = process.env.LOOM_ELECTRON;
  if (!executablePath) throw new Error('LOOM_ELECTRON is not set; start the end-to-end tests with "npm run e2e".');
  const flags = (process.env.LOOM_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  const args = [...flags, '--force-device-scale-factor=1', root];
  return { executablePath, args, env: { ...environment(), LOOM_USER_DATA: userData } };
}

/** Ends of the studios that were launched; Playwright forgets a process when it has gone. */
const ends = new WeakMap<ElectronApplication, Promise<number | null>>();

/** Starts the built studio. End it with `quit`, unless the test has it end by itself. */
export async function launch(userData: string): Promise<ElectronApplication> {
  const app = await electron.launch({ ...command(userData), cwd: root });
  ends.set(app, new Promise((resolve) => app.process().once('exit', resolve)));
  return app;
}

/** Exit code of a studio that is ending. */
export async function ended(app: ElectronApplication): Promise<number | null> {
  return (await ends.get(app)) ?? null;
}

/** Ends the studio at once, without the question that closing asks while a model trains. */
export async function quit(app: ElectronApplication): Promise<void> {
  // The connection breaks while the answer is on its way, or has gone with the studio.
  await app.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
  await ended(app);
}

/** Process ids of the running training processes. */
export async function trainingProcesses(app: ElectronApplication): Promise<number[]> {
  return app.evaluate(
    ({ app }, name) =>
      app
        .getAppMetrics()
        .filter((metric) => metric.type === 'Utility' && (metric.serviceName === name || metric.name === name))
        .map(({ pid }) => pid),
    TRAINING,
  );
}

/** Kills every training process the hard way, as the system does when memory runs out. */
export async function killTraining(app: ElectronApplication): Promise<void> {
  const ids = await trainingProcesses(app);
  if (ids.length === 0) throw new Error('There is no training process to kill.');
  for (const id of ids) process.kill(id, 'SIGKILL');
}

/** Answers the next dialogs that ask for a place with `path`, or cancels them when it is null. */
export async function answerFileDialogs(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
  }, path);
}

/** Answers the next questions with the button of this index; `questionsAsked` tells which were put. */
export async function answerQuestions(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ app, dialog }, response) => {
    const asked: string[] = [];
    Object.assign(app, { asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push(String((args.at(-1) as { message: string }).message));
      return { response, checkboxChecked: false };
    };
  }, button);
}

export async function questionsAsked(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ app }) => ('asked' in app ? (app.asked as string[]) : []));
}

export interface StudioFixtures {
  /** An empty user data folder, removed after the test. */
  userData: string;
  app: ElectronApplication;
  page: Page;
  /** Saves a picture of the window under `docs/images` when LOOM_SCREENSHOTS=1; does nothing otherwise. */
  picture: (name: string, size?: { width: number; height: number }) => Promise<void>;
}

export const test = base.extend<StudioFixtures>({
  // Playwright wants a pattern here, and reads from it what a fixture needs.
  userData: async ({ playwright: _playwright }, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'loom-e2e-')));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ userData }, use, testInfo) => {
    const app = await launch(userData);
    const said: string[] = [];
    app.process().stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    await use(app);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('standard error of the studio', { body: said.join(''), contentType: 'text/plain' });
    }
    await quit(app);
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await page.waitForLoadState('domcontentloaded');
    await use(page);
  },
  picture: async ({ app, page }, use) => {
    await use(async (name, size = { width: 1440, height: 900 }) => {
      if (process.env.LOOM_SCREENSHOTS !== '1') return;
      await mkdir(IMAGES, { recursive: true });
      await app.evaluate(
        ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0].setContentSize(width, height),
        size,
      );
      await page.waitForFunction(
        ({ width, height }) => window.innerWidth === width && window.innerHeight === height,
        size,
      );
      await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
    });
  },
});

export { expect } from '@playwright/test';

/** Our environment without what would change how the studio starts. */
function environment(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
