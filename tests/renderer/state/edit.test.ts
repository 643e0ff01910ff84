import { beforeEach, describe, expect, it } from 'vitest';
import { type Command, commands, emptySelection, undoLabel } from '../../../src/core/graph';
import { followAnalysis } from '../../../src/renderer/state/analysis';
import { useAnnouncement } from '../../../src/renderer/state/announce';
import {
  clipboardText,
  dispatch,
  dispatchAll,
  goTo,
  goUp,
  markEdit,
  redoEdit,
  reveal,
  selectNode,
  undoEdit,
} from '../../../src/renderer/state/edit';
import { currentDocument, useProject } from '../../../src/renderer/state/project';
import { useUi } from '../../../src/renderer/state/ui';
import { openInStore, vaeDigits } from '../template';

beforeEach(() => {
  openInStore(vaeDigits());
  useUi.setState({ toasts: [] });
});

describe('editing', () => {
  it('undo brings a deleted node and its wires back', () => {
    const before = currentDocument();
    selectNode('decoder');
    dispatch(commands.deleteSelection, {});
    expect(currentDocument()?.study.nodes.some(({ id }) => id === 'decoder')).toBe(false);
    expect(useProject.getState().selection).toEqual(emptySelection);
    undoEdit();
    expect(currentDocument()).toEqual(before);
    redoEdit();
    expect(currentDocument()?.study.nodes.some(({ id }) => id === 'decoder')).toBe(false);
  });

  it('a drag of a slider is one step', () => {
    for (const value of [1.5, 2, 3]) dispatch(commands.setSetting, { node: 'kl', setting: 'beta', value });
    markEdit();
    undoEdit();
    expect(currentDocument()).toEqual(vaeDigits());
  });

  it('a command that cannot be done changes nothing and says why', () => {
    const before = useProject.getState().edit;
    const target = { node: 'decoder', port: 'z' };
    expect(dispatch(commands.connect, { source: { node: 'data', port: 'label' }, target })).toBeNull();
    expect(useProject.getState().edit).toBe(before);
    expect(useUi.getState().toasts.at(-1)?.message).toContain('Decoder');
  });

  it('undo leaves a network that it takes away', () => {
    dispatch(commands.addNode, { type: 'network.decoder', position: { x: 0, y: 400 } });
    const added = currentDocument()?.study.nodes.at(-1)?.network ?? null;
    goTo(added);
    expect(useProject.getState().place).toBe(added);
    undoEdit();
    expect(useProject.getState().place).toBeNull();
  });

  it('goes back to the graph where the change happened, with what it touched selected, and says so', () => {
    goTo('encoder');
    dispatch(commands.moveNodes, { nodes: { mlp: { x: 77, y: 5 } } });
    goTo(null);
    selectNode('kl');
    undoEdit();
    expect(useProject.getState()).toMatchObject({ place: 'encoder', selection: { nodes: ['mlp'] } });
    expect(useAnnouncement.getState().text).toBe(`Undid ${commands.moveNodes.label} in Encoder`);
    goTo(null);
    redoEdit();
    expect(useProject.getState()).toMatchObject({ place: 'encoder', selection: { nodes: ['mlp'] } });
    expect(useAnnouncement.getState().text).toBe(`Redid ${commands.moveNodes.label} in Encoder`);
  });

  it('selects nothing that an undo took away', () => {
    dispatch(commands.addNode, { type: 'network.decoder', position: { x: 0, y: 400 } });
    expect(useProject.getState().selection.nodes).toHaveLength(1);
    undoEdit();
    expect(useProject.getState().selection).toEqual(emptySelection);
  });

  it('a command that fails half-way leaves everything as it was', () => {
    const before = useProject.getState();
    const half: Command<Record<string, never>> = {
      ...commands.renameNode,
      label: 'Half',
      plan: () => ({
        ok: true,
        clipboard: 'half',
        changes: [
          { type: 'node.rename', graph: null, node: 'kl', title: 'Renamed' },
          { type: 'node.remove', graph: null, node: 'nowhere' },
        ],
      }),
    };
    expect(dispatch(half, {})).toBeNull();
    expect(useProject.getState()).toBe(before);
    expect(clipboardText()).not.toBe('half');
    expect(useUi.getState().toasts.at(-1)?.message).toContain('as it was');
  });

  it('sets several nodes as one step, or none of them', () => {
    const before = currentDocument();
    const to = (node: string, beta: number) => ({ node, setting: 'beta', value: beta });
    expect(dispatchAll(commands.setSetting, [to('kl', 3), to('decoder', 3)])).toBeNull();
    expect(currentDocument()).toBe(before);
    const titles = ['kl', 'decoder'].map((node) => ({ node, title: 'Same' }));
    dispatchAll(commands.renameNode, titles);
    expect(currentDocument()?.study.nodes.filter(({ title }) => title === 'Same')).toHaveLength(2);
    undoEdit();
    expect(currentDocument()).toEqual(before);
  });

  it('one level up is where one came from, with the node selected', () => {
    selectNode('encoder');
    goTo('encoder');
    goUp();
    expect(useProject.getState()).toMatchObject({ place: null, selection: { nodes: ['encoder'] } });
  });

  it('a problem shows its place', () => {
    reveal({ network: 'encoder', node: 'mlp' });
    expect(useProject.getState()).toMatchObject({ place: 'encoder', selection: { nodes: ['mlp'] } });
  });

  it('knows what undo would take back', () => {
    selectNode('kl');
    dispatch(commands.deleteSelection, {});
    const { edit } = useProject.getState();
    expect(edit && undoLabel(edit)).toBe(commands.deleteSelection.label);
  });
});

describe('the analysis', () => {
  it('follows the document, once a frame, and not for a move', () => {
    const frames: (() => void)[] = [];
    const stop = followAnalysis((run) => frames.push(run));
    openInStore(vaeDigits(), 'project-2');
    frames.splice(0).forEach((run) => {
      run();
    });
    const first = useProject.getState().analysis;
    expect(first?.ok).toBe(true);

    dispatch(commands.moveNodes, { nodes: { kl: { x: 1, y: 2 } } });
    dispatch(commands.moveNodes, { nodes: { kl: { x: 3, y: 4 } } });
    expect(frames).toHaveLength(1);
    frames.splice(0).forEach((run) => {
      run();
    });
    expect(useProject.getState().analysis).toBe(first);

    selectNode('decoder');
    dispatch(commands.deleteSelection, {});
    frames.splice(0).forEach((run) => {
      run();
    });
    expect(useProject.getState().analysis?.ok).toBe(false);
    stop();
  });
});
