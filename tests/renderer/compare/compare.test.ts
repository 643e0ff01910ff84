import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands, serializeDocument } from '../../../src/core/graph';
import { setServices } from '../../../src/renderer/client/services';
import { GHOST, ghostPlaces } from '../../../src/renderer/compare/ghosts';
import { compareWithOpenRun, compareWithProject, compareWithRun } from '../../../src/renderer/compare/open';
import { closeComparison, countOf, goToRow, useCompare, walk } from '../../../src/renderer/compare/state';
import { fieldTaker, takeSetting } from '../../../src/renderer/compare/take';
import { dispatch, dispatchAt, undoEdit } from '../../../src/renderer/state/edit';
import { emptyProject, useProject } from '../../../src/renderer/state/project';
import { emptyRun, useRun } from '../../../src/renderer/state/run';
import { useUi } from '../../../src/renderer/state/ui';
import { FakeApp } from '../fake-app';
import { openInStore, vaeDigits } from '../template';

const RUN = { run: '20260131-142530-042-9f3c', step: 1, steps: 2, startedAt: '', finished: true, metrics: {} };

let app: FakeApp;
let frames: (() => void)[];
const nextFrame = () => {
  for (const frame of frames.splice(0)) frame();
};

beforeEach(() => {
  app = new FakeApp();
  setServices({ app } as never);
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  openInStore(vaeDigits(), 'p');
});
afterEach(() => {
  closeComparison();
  useProject.setState(emptyProject);
  useRun.setState(emptyRun);
  useUi.setState({ toasts: [] });
  vi.unstubAllGlobals();
});

const openRun = () => {
  useRun.setState({ opened: vaeDigits() });
  compareWithOpenRun();
};
const lines = () =>
  useCompare
    .getState()
    .groups.map(({ title, rows }) => [title, ...rows.map(({ kind, what, text }) => `${kind} ${what} ${text}`)]);
const inEncoder = (): string => {
  const { edit } = useProject.getState();
  return edit?.document.study.nodes.find(({ id }) => id === 'encoder')?.network ?? '';
};

describe('a comparison', () => {
  it('follows every edit, once a frame, and tells what happened in which graph', () => {
    openRun();
    expect(countOf(useCompare.getState().groups)).toBe(0);
    dispatch(commands.renameNode, { node: 'kl', title: 'Rate' });
    dispatchAt(inEncoder(), commands.setSetting, { node: 'mlp', setting: 'hidden', value: [64, 32] });
    expect(frames).toHaveLength(1);
    nextFrame();
    expect(lines()).toEqual([
      ['Study', 'changed node Rate'],
      ['Encoder', 'changed node MLP'],
    ]);
    const { marks } = useCompare.getState();
    expect(marks.get(null)?.nodes.get('encoder')).toEqual({ kind: null, change: null, inside: 1 });
    expect(marks.get(inEncoder())?.nodes.get('mlp')?.change?.settings[0]).toMatchObject({ from: '400', to: '64, 32' });
    undoEdit();
    undoEdit();
    nextFrame();
    expect(lines()).toEqual([]);
  });

  it('draws a deleted node and its wires where they were, and says only once that they are gone', () => {
    openRun();
    useProject.setState({ selection: { nodes: ['kl'], edges: [], notes: [] } });
    dispatch(commands.deleteSelection, {});
    nextFrame();
    expect(lines()).toEqual([['Study', 'removed node KL divergence']]);
    const marks = useCompare.getState().marks.get(null);
    expect(marks?.ghosts.map(({ id }) => id)).toEqual(['kl']);
    expect(marks?.lostWires.length).toBeGreaterThan(0);
    expect(marks?.lostWires.every(({ source, target }) => source.ghost !== target.ghost)).toBe(true);
  });

  it('takes the other value as one step of undo', () => {
    openRun();
    const setting = { node: 'mlp', setting: 'hidden' };
    dispatchAt(inEncoder(), commands.setSetting, { ...setting, value: [64] });
    nextFrame();
    const [line] = useCompare.getState().marks.get(inEncoder())?.nodes.get('mlp')?.change?.settings ?? [];
    takeSetting(inEncoder(), 'mlp', line);
    nextFrame();
    expect(lines()).toEqual([]);
    undoEdit();
    nextFrame();
    expect(lines()).toEqual([['Encoder', 'changed node MLP']]);
  });

  it('takes a name and a mode back too', () => {
    openRun();
    dispatch(commands.renameNode, { node: 'kl', title: 'Rate' });
    dispatch(commands.setMode, { nodes: ['kl'], mode: 'mute' });
    nextFrame();
    const fields = useCompare.getState().marks.get(null)?.nodes.get('kl')?.change?.fields ?? [];
    expect(fields.map(({ field }) => field)).toEqual(['title', 'mode']);
    for (const field of fields) fieldTaker(null, 'kl', field)?.();
    nextFrame();
    expect(lines()).toEqual([]);
  });

  it('walks through all differences and into networks, round and round', () => {
    openRun();
    dispatch(commands.renameNode, { node: 'kl', title: 'Rate' });
    dispatchAt(inEncoder(), commands.setSetting, { node: 'mlp', setting: 'hidden', value: [64] });
    nextFrame();
    walk(1);
    expect(useProject.getState()).toMatchObject({ place: null, selection: { nodes: ['kl'] } });
    walk(1);
    expect(useProject.getState()).toMatchObject({ place: inEncoder(), selection: { nodes: ['mlp'] } });
    walk(1);
    expect(useProject.getState().place).toBeNull();
    walk(-1);
    expect(useProject.getState().place).toBe(inEncoder());
  });

  it('goes on from where it stood when the row there is gone', () => {
    openRun();
    dispatch(commands.renameNode, { node: 'kl', title: 'Rate' });
    dispatch(commands.renameNode, { node: 'decoder', title: 'Painter' });
    dispatch(commands.renameNode, { node: 'trainer', title: 'Coach' });
    nextFrame();
    const order = useCompare.getState().groups[0].rows.map(({ node }) => node);
    walk(1);
    walk(1);
    expect(useProject.getState().selection.nodes).toEqual([order[1]]);
    dispatch(commands.renameNode, { node: order[1] ?? '', title: '' });
    nextFrame();
    walk(1);
    expect(useProject.getState().selection.nodes).toEqual([order[2]]);
  });

  it('goes to the place of what is gone, and ends with the project', () => {
    openRun();
    useProject.setState({ selection: { nodes: ['kl'], edges: [], notes: [] } });
    const position = vaeDigits().study.nodes.find(({ id }) => id === 'kl')?.position;
    dispatch(commands.deleteSelection, {});
    nextFrame();
    goToRow(useCompare.getState().groups[0].rows[0]);
    expect(useCompare.getState().sight).toEqual({ graph: null, position });
    useProject.setState({ project: { project: 'other', path: null } });
    expect(useCompare.getState()).toMatchObject({ other: null, groups: [] });
  });
});

describe('ghosts', () => {
  const [a, b] = vaeDigits().study.nodes.map((node, i) => ({ ...node, position: { x: 10 * i, y: 100 } }));
  it('stand where the nodes stood, or above what stands there now and above each other', () => {
    expect(ghostPlaces([a], [{ x: 500, y: 100, width: 100, height: 100 }]).get(a.id)).toEqual({ x: 0, y: 100 });
    const present = [{ x: 50, y: 90, width: 100, height: 100 }];
    const places = ghostPlaces([a, b], present);
    const rects = [...present, ...[a, b].map(({ id }) => ({ x: 0, y: 0, ...places.get(id), ...GHOST }))];
    for (const [i, one] of rects.entries()) {
      for (const other of rects.slice(i + 1)) {
        expect(one.y + one.height <= other.y || other.y + other.height <= one.y).toBe(true);
      }
    }
  });
});

describe('the other document', () => {
  it('is that of a run on disk, or of a project that is only read', async () => {
    app.runDocuments.set(RUN.run, serializeDocument({ ...vaeDigits(), seed: 99 }));
    await compareWithRun(RUN);
    expect(useCompare.getState().groups[0].rows[0].fields).toMatchObject([{ field: 'seed', from: '99' }]);
    app.peeked = { title: 'Elsewhere', text: serializeDocument({ ...vaeDigits(), title: 'Elsewhere' }) };
    await compareWithProject(null);
    expect(useCompare.getState().other?.title).toBe('“Elsewhere”');
    expect(useProject.getState().project?.project).toBe('p');
  });

  it('that is damaged or cannot be read is told in a sentence, and nothing is compared', async () => {
    app.runDocuments.set(RUN.run, '{"format": "latent-loom", "vers');
    await compareWithRun(RUN);
    app.failing.set('project.peek', 'x: does not exist; choose another place.');
    await compareWithProject('/x');
    const messages = useUi.getState().toasts.map(({ message }) => message);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message).toMatch(/^.{15,}\.$/);
    expect(useCompare.getState().other).toBeNull();
  });

  it('is not asked for again when the user cancels', async () => {
    app.peeked = null;
    await compareWithProject(null);
    expect(useCompare.getState().other).toBeNull();
    expect(useUi.getState().toasts).toEqual([]);
  });
});
