import { describe, expect, it } from 'vitest';
import {
  type Command,
  commands,
  type EditState,
  HISTORY_DEPTH,
  joinLast,
  MERGE_PAUSE_MS,
  mark,
  perform,
  redo,
  redoLabel,
  startEditing,
  undo,
  undoLabel,
} from '../../../src/core/graph';
import { context, vae } from './support';

function run<A>(state: EditState, command: Command<A>, args: A, now = 0): EditState {
  const plan = command.plan(context(state.document), args);
  if (!plan.ok) throw new Error(plan.message);
  return perform(state, command, plan, now);
}

const back = (state: EditState) => undo(state)?.state ?? state;
const beta = ({ document }: EditState) => document.study.nodes.find(({ id }) => id === 'kl')?.settings.beta;
const setBeta = (state: EditState, value: number, now = 0) =>
  run(state, commands.setSetting, { node: 'kl', setting: 'beta', value }, now);

describe('undo and redo', () => {
  it('walk through the states and back', () => {
    const start = startEditing(vae());
    const renamed = run(start, commands.setTitle, { title: 'Other' });
    const seeded = run(renamed, commands.setSeed, { seed: 5 });
    expect(undo(seeded)?.state.document).toEqual(renamed.document);
    expect(back(back(seeded)).document).toEqual(start.document);
    expect(redo(back(seeded))?.state.document).toEqual(seeded.document);
    expect(undo(start)).toBeNull();
    expect(redo(seeded)).toBeNull();
  });

  it('tell what they would do', () => {
    const state = run(startEditing(vae()), commands.setTitle, { title: 'Other' });
    expect([undoLabel(state), redoLabel(state)]).toEqual(['Rename project', null]);
    expect([undoLabel(back(state)), redoLabel(back(state))]).toEqual([null, 'Rename project']);
    expect(undo(state)?.entry.changes).toEqual([{ type: 'document.update', patch: { title: 'Other' } }]);
  });

  it('forget what was undone once something new is done', () => {
    const state = back(run(startEditing(vae()), commands.setTitle, { title: 'Other' }));
    expect(redo(run(state, commands.setSeed, { seed: 5 }))).toBeNull();
  });

  it('keep a limited number of steps, the newest', () => {
    let state = startEditing(vae());
    for (let seed = 1; seed <= HISTORY_DEPTH + 20; seed++) state = mark(run(state, commands.setSeed, { seed }));
    expect(state.history.past).toHaveLength(HISTORY_DEPTH);
    for (let step = 0; step < HISTORY_DEPTH; step++) state = back(state);
    expect(state.document.seed).toBe(20);
  });

  it('ignore plans that change nothing', () => {
    const state = startEditing(vae());
    expect(setBeta(state, 1)).toBe(state);
    expect(run(state, commands.selectAll, {})).toBe(state);
  });

  it('refuse changes from a command that is not recorded', () => {
    const plan = { ok: true, changes: [{ type: 'document.update', patch: { seed: 9 } }] } as const;
    expect(() => perform(startEditing(vae()), commands.copySelection, plan, 0)).toThrow('graph.copy');
  });
});

describe('merging', () => {
  it('joins the newest two steps under the name of the newer', () => {
    const start = startEditing(vae());
    const moved = mark(run(start, commands.moveNodes, { nodes: { z: { x: 5, y: 5 } } }));
    const state = run(moved, commands.setSeed, { seed: 9 });
    const joined = joinLast(state);
    expect(undoLabel(joined)).toBe(undoLabel(state));
    expect(joined.document).toBe(state.document);
    expect(back(joined).document).toEqual(start.document);
    expect(redo(back(joined))?.state.document).toEqual(state.document);
    expect(joinLast(moved)).toBe(moved);
  });

  it('makes one step of a slider that is dragged, and redo goes to its end', () => {
    const start = startEditing(vae());
    const end = [2, 3, 4].reduce((state, value, i) => setBeta(state, value, 100 * i), start);
    expect(end.history.past).toHaveLength(1);
    expect(back(end).document).toEqual(start.document);
    expect(redo(back(end))?.state.document).toEqual(end.document);
  });

  it('makes one step of a drag of many nodes', () => {
    let state = startEditing(vae());
    for (let x = 1; x < 50; x++) {
      const nodes = { z: { x, y: 0 }, kl: { x, y: 1 } };
      state = run(state, commands.moveNodes, { nodes, notes: { note: { x, y: 2 } } }, x);
    }
    expect(state.history.past).toHaveLength(1);
    expect(back(state).document).toEqual(vae());
  });

  it('ends with a mark, a pause, another setting or an undo', () => {
    const start = setBeta(startEditing(vae()), 2, 0);
    expect(setBeta(mark(start), 3, 1).history.past).toHaveLength(2);
    expect(setBeta(start, 3, MERGE_PAUSE_MS).history.past).toHaveLength(1);
    expect(setBeta(start, 3, MERGE_PAUSE_MS + 1).history.past).toHaveLength(2);
    const other = run(start, commands.setSetting, { node: 'trainer', setting: 'rate', value: 0.5 }, 1);
    expect(other.history.past).toHaveLength(2);
    expect(setBeta(other, 3, 2).history.past).toHaveLength(3);
    expect(setBeta(back(other), 3, 2).history.past).toHaveLength(2);
  });

  it('never joins steps that are their own', () => {
    let state = startEditing(vae());
    for (let i = 0; i < 3; i++) state = run(state, commands.addNote, { position: { x: 0, y: 0 } });
    expect(state.history.past).toHaveLength(3);
  });

  it('keeps the value of the step before', () => {
    const once = mark(setBeta(startEditing(vae()), 2));
    const twice = setBeta(setBeta(once, 3), 4);
    expect(beta(back(twice))).toBe(2);
    expect(beta(back(back(twice)))).toBe(1);
  });
});
