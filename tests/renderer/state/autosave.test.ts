import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../../src/core/graph';
import { AUTOSAVE_LIMIT, AUTOSAVE_REST, Autosave } from '../../../src/renderer/state/autosave';
import { dispatch } from '../../../src/renderer/state/edit';
import { currentDocument, useProject } from '../../../src/renderer/state/project';
import { FakeApp } from '../fake-app';
import { openInStore, vaeDigits } from '../template';

let app: FakeApp;
let autosave: Autosave;
let complaints: string[];
let projects = 0;

beforeEach(() => {
  vi.useFakeTimers();
  app = new FakeApp();
  complaints = [];
  autosave = new Autosave(app, (message) => complaints.push(message));
  openInStore(vaeDigits(), `autosave-${++projects}`);
});
afterEach(() => {
  autosave.stop();
  vi.useRealTimers();
});

const retitle = (title: string) => dispatch(commands.setTitle, { title });
const status = () => useProject.getState().saving.state;

describe('autosave', () => {
  it('writes nothing for a project that was only opened', async () => {
    await vi.advanceTimersByTimeAsync(10 * AUTOSAVE_LIMIT);
    expect(app.saved).toEqual([]);
    expect(status()).toBe('saved');
  });

  it('writes once, a moment after the last edit', async () => {
    retitle('a');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_REST / 2);
    retitle('ab');
    expect(status()).toBe('dirty');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_REST);
    expect(app.documents().map(({ title }) => title)).toEqual(['ab']);
    expect(status()).toBe('saved');
  });

  it('does not wait for ever while edits keep coming', async () => {
    for (let i = 0; i < 20; i++) {
      retitle(`title ${i}`);
      await vi.advanceTimersByTimeAsync(AUTOSAVE_REST / 2);
    }
    expect(app.saved.length).toBeGreaterThan(0);
  });

  it('writes again what was edited while it wrote', async () => {
    let finish: () => void = () => undefined;
    const request = app.request.bind(app);
    const slow = vi.spyOn(app, 'request').mockImplementationOnce(async (type, payload) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return request(type, payload);
    });
    retitle('first');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_REST);
    retitle('second');
    finish();
    await vi.advanceTimersByTimeAsync(2 * AUTOSAVE_REST);
    expect(slow).toHaveBeenCalledTimes(2);
    expect(app.documents().map(({ title }) => title)).toEqual(['first', 'second']);
    expect(status()).toBe('saved');
  });

  it('says once that it failed, and tries again with the next edit', async () => {
    app.failing.set('project.save', 'The disk is full; free some space.');
    retitle('a');
    await vi.advanceTimersByTimeAsync(20 * AUTOSAVE_REST);
    expect(complaints).toEqual(['The disk is full; free some space.']);
    expect(status()).toBe('failed');
    app.failing.clear();
    retitle('b');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_REST);
    expect(app.documents().at(-1)?.title).toBe('b');
    expect(status()).toBe('saved');
  });

  it('flush writes at once and tells whether it could', async () => {
    retitle('now');
    expect(await autosave.flush()).toBe(true);
    expect(app.documents().at(-1)).toBe(currentDocument());
    retitle('again');
    app.failing.set('project.save', 'no');
    expect(await autosave.flush()).toBe(false);
  });

  it('does not take another project for an edit of this one', async () => {
    retitle('mine');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_REST);
    openInStore({ ...vaeDigits(), title: 'other' }, 'another');
    await vi.advanceTimersByTimeAsync(AUTOSAVE_LIMIT);
    expect(app.saved).toHaveLength(1);
  });
});
