import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { WORKER_PORT_MESSAGE } from '../../src/protocol/channels';
import {
  answerFileDialogs,
  answerQuestions,
  command,
  ended,
  expect,
  killTraining,
  launch,
  questionsAsked,
  quit,
  test,
  trainingProcesses,
} from './studio';

declare global {
  interface Window {
    /** What these tests keep in the page between two steps. */
    seen: { ports: MessagePort[]; events: { type: string; payload: unknown }[] };
  }
}

/** Watches ports and events as the studio's own page does. */
async function watch(page: Page): Promise<void> {
  await page.evaluate((message) => {
    window.seen = { ports: [], events: [] };
    window.addEventListener('message', (event) => {
      if (event.source === window && event.data === message) window.seen.ports.push(event.ports[0]);
    });
    for (const type of ['worker.exited', 'window.closing', 'menu.command'] as const) {
      window.loom.on(type, (payload) => window.seen.events.push({ type, payload }));
    }
  }, WORKER_PORT_MESSAGE);
}

/** Makes a draft of a template and gives its id. */
async function createDraft(page: Page, template: string): Promise<string> {
  return page.evaluate(async (id) => {
    const templates = await window.loom.request('templates.list', {});
    if (!templates.ok) throw new Error(templates.failure.message);
    const text = templates.value.find((each) => each.id === id)?.text ?? '';
    const created = await window.loom.request('project.create', { document: JSON.parse(text) });
    if (!created.ok) throw new Error(created.failure.message);
    return created.value.project;
  }, template);
}

const startWorker = (page: Page, project: string): Promise<boolean> =>
  page.evaluate(async (id) => (await window.loom.request('worker.start', { project: id })).ok, project);

/** Sends a request over the newest port and waits for its answer. */
const ask = (page: Page, type: string, payload: object): Promise<unknown> =>
  page.evaluate(
    ([kind, content]) =>
      new Promise((resolve) => {
        const port = window.seen.ports[window.seen.ports.length - 1];
        port.onmessage = ({ data }) => {
          if (data.kind === 'response') resolve(data.result);
        };
        port.postMessage({ id: 1, type: kind, payload: content });
      }),
    [type, payload] as const,
  );

test('a training process gets a port to the page, and dies without taking the window along', async ({ app, page }) => {
  await watch(page);
  const project = await createDraft(page, 'rectified-flow-2d');
  expect(await startWorker(page, project)).toBe(true);
  await expect.poll(() => page.evaluate(() => window.seen.ports.length)).toBe(1);
  expect(await trainingProcesses(app)).toHaveLength(1);
  expect(await ask(page, 'train.pause', {})).toHaveProperty('ok');

  await killTraining(app);
  await expect
    .poll(() => page.evaluate(() => window.seen.events))
    .toMatchObject([{ type: 'worker.exited', payload: { project, lastCheckpoint: null, failure: { user: false } } }]);
  expect(await page.title()).not.toBe('');

  expect(await startWorker(page, project)).toBe(true);
  await expect.poll(() => page.evaluate(() => window.seen.ports.length)).toBe(2);
  expect(await ask(page, 'train.pause', {})).toHaveProperty('ok');
});

test('stopping, starting again and loading the page anew leave no process behind', async ({ app, page }) => {
  await watch(page);
  const project = await createDraft(page, 'rectified-flow-2d');
  await startWorker(page, project);
  const [first] = await trainingProcesses(app);
  await startWorker(page, project);
  // The system's list may still name one that has just ended.
  await expect.poll(() => trainingProcesses(app)).not.toContain(first);
  await expect.poll(() => trainingProcesses(app)).toHaveLength(1);
  await page.reload();
  await expect.poll(() => trainingProcesses(app)).toEqual([]);
  await watch(page);
  await startWorker(page, project);
  await page.evaluate((id) => window.loom.request('worker.stop', { project: id }), project);
  await expect.poll(() => trainingProcesses(app)).toEqual([]);
  expect(await page.evaluate(() => window.seen.events)).toEqual([]);
});

test('a draft is saved as a folder of its own and opened again', async ({ app, page, userData }) => {
  const project = await createDraft(page, 'vae-digits');
  const place = join(userData, 'chosen', 'My digits');
  await answerFileDialogs(app, place);
  const saved = await page.evaluate(async (id) => {
    const templates = await window.loom.request('templates.list', {});
    const text = templates.ok ? templates.value.find((each) => each.id === 'vae-digits')?.text : undefined;
    const document = { ...JSON.parse(text ?? '{}'), seed: 7 };
    await window.loom.request('project.save', { project: id, document });
    const [recent] = await window.loom.request('project.recent', {}).then((result) => (result.ok ? result.value : []));
    const draft = await window.loom.request('project.open', { path: recent.path });
    if (!draft.ok || !draft.value) throw new Error('The draft is not among the recent projects.');
    return window.loom.request('project.saveAs', { project: id, document: JSON.parse(draft.value.text) });
  }, project);
  expect(saved).toEqual({ ok: true, value: { path: place } });
  const text = await readFile(join(place, 'project.json'), 'utf8');
  await answerFileDialogs(app, join(place, 'project.json'));
  expect(await page.evaluate(() => window.loom.request('project.open', { path: null }))).toMatchObject({
    ok: true,
    value: { path: place, text, project },
  });
  await answerFileDialogs(app, null);
  expect(await page.evaluate(() => window.loom.request('project.open', { path: null }))).toEqual({
    ok: true,
    value: null,
  });
});

test('closing while a model trains asks once; who keeps training keeps the window', async ({ app, page }) => {
  await watch(page);
  await page.evaluate(() =>
    window.loom.request('window.state', { training: true, step: 1_240, title: 'Digits', theme: 'dark' }),
  );
  await answerQuestions(app, 1);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close());
  await expect.poll(() => questionsAsked(app)).toEqual(['Training is at step 1\u202f240.']);
  expect(await page.evaluate(() => window.seen.events)).toEqual([]);

  await answerQuestions(app, 0);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close());
  // The window saves what it has and closes itself.
  expect(await ended(app)).toBe(0);
});

test('the window comes back as it was, and there is one studio for each user data folder', async ({ userData }) => {
  const first = await launch(userData);
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setSize(1_100, 700));

  const { executablePath, args, env } = command(userData);
  const second = spawn(executablePath, args, { env, stdio: 'ignore' });
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
  expect(await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close());
  expect(await ended(first)).toBe(0);

  const again = await launch(userData);
  await again.firstWindow();
  expect(await again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getSize())).toEqual([1_100, 700]);
  await quit(again);
});
