import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { commands, serializeDocument } from '../../../src/core/graph';
import { SessionController } from '../../../src/renderer/client/session';
import { Autosave } from '../../../src/renderer/state/autosave';
import { dispatch } from '../../../src/renderer/state/edit';
import { currentDocument, emptyProject, useProject } from '../../../src/renderer/state/project';
import { ProjectFiles } from '../../../src/renderer/state/project-files';
import { emptyRun, useRun } from '../../../src/renderer/state/run';
import { useSession } from '../../../src/renderer/state/session';
import { useUi } from '../../../src/renderer/state/ui';
import { FakeApp } from '../fake-app';
import { FakeWorker } from '../fake-worker';
import { vaeDigits } from '../template';

let app: FakeApp;
let files: ProjectFiles;
let session: SessionController;

beforeEach(() => {
  app = new FakeApp();
  useProject.setState(emptyProject);
  useRun.setState(emptyRun);
  useUi.setState({ toasts: [] });
  session = new SessionController({
    app,
    catalogue,
    connect: async () => new FakeWorker({ manual: true }),
    backend: () => 'cpu',
    say: () => undefined,
    now: () => 0,
  });
  files = new ProjectFiles(app, new Autosave(app, () => undefined), session);
});

afterEach(() => session.dispose());

const messages = (): string[] => useUi.getState().toasts.map(({ message }) => message);

describe('project files', () => {
  it('a template opens as a draft', async () => {
    expect(await files.create(vaeDigits())).toBe(true);
    expect(currentDocument()).toEqual(vaeDigits());
    expect(useProject.getState().project).toMatchObject({ path: null });
  });

  it('a damaged file leaves the open project alone and says what is wrong', async () => {
    await files.create(vaeDigits());
    const before = useProject.getState().edit;
    for (const text of [serializeDocument(vaeDigits()).slice(0, 900), '{"format":"latent-loom","version":99}', '']) {
      app.openText = text;
      expect(await files.open('/projects/broken')).toBe(false);
    }
    expect(useProject.getState().edit).toBe(before);
    expect(messages()).toHaveLength(3);
    expect(messages().every((message) => message.includes('/projects/broken'))).toBe(true);
  });

  it('cancelling a dialog changes nothing', async () => {
    await files.create(vaeDigits());
    const before = useProject.getState().project;
    expect(await files.open(null)).toBe(false);
    expect(useProject.getState().project).toBe(before);
    expect(messages()).toEqual([]);
  });

  it('opening another writes the first before it goes', async () => {
    await files.create(vaeDigits());
    dispatch(commands.setTitle, { title: 'unwritten' });
    app.openText = serializeDocument({ ...vaeDigits(), title: 'other' });
    await files.open('/projects/other');
    expect(app.documents().at(-1)?.title).toBe('unwritten');
    expect(currentDocument()?.title).toBe('other');
  });

  it('a run that was cut off is offered', async () => {
    const run = { run: 'r', step: 5, steps: 9, startedAt: '2026-01-01T00:00:00Z', finished: false, metrics: {} };
    app.unfinishedRun = run;
    await files.create(vaeDigits());
    expect(useRun.getState().resumable).toEqual(run);
  });

  it('saving a draft asks where, and the run goes on in the new folder', async () => {
    await files.create(vaeDigits());
    await session.step();
    expect(await files.save()).toBe(true);
    expect(useProject.getState().project?.path).toBe('/projects/elsewhere');
    expect(app.requests.map(({ type }) => type)).toContain('project.saveAs');
    expect(useRun.getState()).toMatchObject({ phase: 'open', lost: null });
    expect(useSession.getState()).toMatchObject({ info: { run: 'run-new' }, state: 'paused' });
  });

  it('saving a project that has a folder writes it there', async () => {
    app.openText = serializeDocument(vaeDigits());
    await files.open('/projects/one');
    dispatch(commands.setTitle, { title: 'kept' });
    expect(await files.save()).toBe(true);
    expect(app.documents().at(-1)?.title).toBe('kept');
    expect(app.requests.map(({ type }) => type)).not.toContain('project.saveAs');
  });
});
