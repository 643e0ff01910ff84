import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { apply, commands, emptySelection } from '../../../src/core/graph';
import { emptyGraph, type GraphNode, type ProjectDocument } from '../../../src/core/graph/document';
import { compareForRun, sameForAnalysis } from '../../../src/renderer/state/relevance';
import { vaeDigits } from '../template';

type Context = Parameters<typeof commands.setSetting.plan>[0];
const context = (document: ProjectDocument, graph: string | null = null): Context => ({
  document,
  catalogue,
  graph,
  selection: emptySelection,
});
const edited = (document: ProjectDocument, plan: ReturnType<typeof commands.setSetting.plan>): ProjectDocument => {
  if (!plan.ok) throw new Error(plan.message);
  return apply(document, plan.changes);
};
const base = vaeDigits();
const set = (node: string, setting: string, value: number | string | number[], graph: string | null = null) =>
  edited(base, commands.setSetting.plan(context(base, graph), { node, setting, value }));

describe('what an edit means for a run', () => {
  it('moving, renaming and noting mean nothing', () => {
    const moved = edited(base, commands.moveNodes.plan(context(base), { nodes: { kl: { x: 5, y: 5 } } }));
    const renamed = edited(moved, commands.renameNode.plan(context(moved), { node: 'kl', title: 'Regulariser' }));
    expect(compareForRun(base, renamed, catalogue)).toEqual({ structural: false, live: [] });
    expect(sameForAnalysis(base, moved)).toBe(true);
    // Problems call nodes by their names.
    expect(sameForAnalysis(base, renamed)).toBe(false);
  });

  it('muting or bypassing needs a new run', () => {
    const muted = edited(base, commands.setMode.plan(context(base), { nodes: ['kl'], mode: 'mute' }));
    expect(compareForRun(base, muted, catalogue).structural).toBe(true);
    expect(sameForAnalysis(base, muted)).toBe(false);
    const folded = edited(base, commands.setCollapsed.plan(context(base), { nodes: ['kl'], collapsed: true }));
    expect(compareForRun(base, folded, catalogue).structural).toBe(false);
  });

  it('the names and the order of the ports of a block need a new run', () => {
    const port = (id: string, y: number, title?: string): GraphNode => ({
      id,
      type: 'block.input',
      version: 1,
      position: { x: 0, y },
      settings: {},
      title,
    });
    const block = (...nodes: GraphNode[]): ProjectDocument => ({
      ...base,
      networks: { ...base.networks, block: { ...emptyGraph, nodes } },
    });
    const first = block(port('a', 0, 'x'), port('b', 50));
    expect(compareForRun(first, block(port('a', 10, 'x'), port('b', 50)), catalogue).structural).toBe(false);
    expect(compareForRun(first, block(port('a', 90, 'x'), port('b', 50)), catalogue).structural).toBe(true);
    expect(compareForRun(first, block(port('a', 0, 'z'), port('b', 50)), catalogue).structural).toBe(true);
  });

  it('a live setting is sent, not compiled', () => {
    const change = compareForRun(base, set('kl', 'beta', 4), catalogue);
    expect(change).toEqual({ structural: false, live: [{ node: 'kl', setting: 'beta', value: 4 }] });
  });

  it('another setting needs a new run', () => {
    expect(compareForRun(base, set('encoder', 'latent', 8), catalogue).structural).toBe(true);
  });

  it('a layer inside a network needs a new run', () => {
    const wider = set('mlp', 'hidden', [512], 'encoder');
    expect(compareForRun(base, wider, catalogue).structural).toBe(true);
    expect(sameForAnalysis(base, wider)).toBe(false);
  });

  it('another seed or wire needs a new run', () => {
    expect(compareForRun(base, { ...base, seed: 2 }, catalogue).structural).toBe(true);
    const cut = edited(base, commands.disconnect.plan(context(base), { edges: [base.study.edges[0].id] }));
    expect(compareForRun(base, cut, catalogue).structural).toBe(true);
  });

  it('going back to what it was needs nothing', () => {
    const there = set('encoder', 'latent', 8);
    const back = edited(
      there,
      commands.setSetting.plan(context(there), { node: 'encoder', setting: 'latent', value: 2 }),
    );
    expect(compareForRun(base, back, catalogue).structural).toBe(false);
  });
});
