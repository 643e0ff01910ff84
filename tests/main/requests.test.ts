import { describe, expect, test, vi } from 'vitest';
import { FileError } from '../../src/files/file-error';
import { UserError } from '../../src/main/failure';
import { answer, type Handlers } from '../../src/main/requests';
import { type AppRequestType, appSchemas } from '../../src/protocol/app';

const types = Object.keys(appSchemas) as AppRequestType[];

/** Handlers that answer with their own name, except for what a test puts in their place. */
const handlers = (changes: Partial<Handlers> = {}): Handlers =>
  ({ ...Object.fromEntries(types.map((type) => [type, () => type])), ...changes }) as Handlers;

const valid: { [T in AppRequestType]: unknown } = {
  'templates.list': {},
  'project.create': { document: { any: 'thing' } },
  'project.open': { path: null },
  'project.save': { project: 'a-1', document: {} },
  'project.saveAs': { project: 'a-1', document: {} },
  'project.import-text': { project: 'a-1' },
  'project.recent': {},
  'project.forget': { path: '/x' },
  'project.runs': { project: 'a-1' },
  'runs.document': { project: 'a-1', run: '20260131-142530-042-9f3c' },
  'project.peek': { path: null },
  'devices.list': {},
  'devices.chosen': {},
  'devices.choose': { backend: 'webgpu' },
  'worker.start': { project: 'a-1' },
  'worker.stop': { project: 'a-1' },
  'window.state': { training: true, title: 'x', theme: 'dark' },
  'library.list': {},
  'library.save': { id: null, title: 'Gate', summary: '', text: '{}' },
  'library.rename': { id: '0190a5b2-7c1d-4f6e-9a43-5b2f1d7c8e90', title: 'Gate', summary: 'a gate' },
  'library.remove': { id: '0190a5b2-7c1d-4f6e-9a43-5b2f1d7c8e90' },
  'file.save': { suggestedName: 'x.png', bytes: new Uint8Array(1) },
};

describe('every request', () => {
  test.each(types)('%s reaches its handler when it is well formed', async (type) => {
    expect(await answer(handlers(), type, valid[type])).toEqual({ ok: true, value: type });
  });

  test.each(types)('%s is refused before its handler when it is malformed', async (type) => {
    const handler = vi.fn();
    for (const payload of [undefined, null, 'text', 7, []]) {
      expect(await answer(handlers({ [type]: handler }), type, payload)).toMatchObject({
        ok: false,
        failure: { user: false },
      });
    }
    expect(handler).not.toHaveBeenCalled();
  });
});

test.each(['shell.run', 'toString', '__proto__', 'constructor', '', 7, null, undefined, {}])(
  '%j is no request',
  async (type) => {
    expect(await answer(handlers(), type, {})).toMatchObject({ ok: false, failure: { user: false } });
  },
);

test.each([{ project: '../../etc' }, { project: 'a/b' }, { project: '' }, { project: 'x'.repeat(65) }])(
  'ids of projects cannot be paths: %j',
  async (payload) => {
    expect(await answer(handlers(), 'project.runs', payload)).toMatchObject({ ok: false });
  },
);

test('handlers get the checked payload, without what the schema does not name', async () => {
  const handler = vi.fn(() => []);
  await answer(handlers({ 'project.runs': handler }), 'project.runs', { project: 'a', extra: 1 });
  expect(handler).toHaveBeenCalledWith({ project: 'a' });
});

describe('errors become answers', () => {
  const failing = (error: unknown): Promise<unknown> =>
    answer(
      handlers({
        'project.recent': () => {
          throw error;
        },
      }),
      'project.recent',
      {},
    );

  test("the user's mistakes are said as they are", async () => {
    expect(await failing(new UserError('Do this.'))).toEqual({
      ok: false,
      failure: { message: 'Do this.', user: true },
    });
    expect(await failing(new FileError('denied', '/x: may not.'))).toEqual({
      ok: false,
      failure: { message: '/x: may not.', user: true },
    });
  });

  test('ours are one sentence, with the stack folded away', async () => {
    const result = await failing(new TypeError('x is not a function'));
    expect(result).toMatchObject({
      ok: false,
      failure: { user: false, details: expect.stringContaining('x is not a function') },
    });
    expect(JSON.stringify(result)).toContain('The program made a mistake');
    expect(await failing('text')).toMatchObject({ ok: false, failure: { details: 'text' } });
  });

  test('a rejected promise counts like a thrown error', async () => {
    const rejecting = handlers({ 'project.recent': () => Promise.reject(new UserError('Later.')) });
    expect(await answer(rejecting, 'project.recent', {})).toMatchObject({ ok: false, failure: { message: 'Later.' } });
  });
});
