import { describe, expect, it, test } from 'vitest';
import {
  commands,
  type EditContext,
  type ProjectDocument,
  perform,
  type Selection,
  startEditing,
  validateStructure,
} from '../../../src/core/graph';
import { run } from './planning';
import { blank, catalogue, context, nested, vae } from './support';

function copy(document: ProjectDocument, selection: Partial<Selection>, graph: string | null = null): string {
  const plan = commands.copySelection.plan(context(document, selection, graph), {});
  if (!plan.ok || plan.clipboard === undefined) throw new Error('nothing was copied');
  return plan.clipboard;
}

function paste(at: EditContext, text: string, position?: { x: number; y: number }) {
  const plan = commands.paste.plan(at, { text, position });
  if (!plan.ok) throw new Error(plan.message);
  return { document: perform(startEditing(at.document), commands.paste, plan, 0).document, select: plan.select };
}

const refused = (at: EditContext, text: string) => {
  const plan = commands.paste.plan(at, { text });
  return plan.ok ? 'it was pasted' : plan.message;
};

describe('copy and paste', () => {
  const selection = { nodes: ['encoder', 'z', 'decoder'], notes: ['note'] };

  it('brings nodes, their networks, the wires between them and notes, under ids of their own', () => {
    const { document, select } = paste(context(vae()), copy(vae(), selection));
    expect(select).toEqual({ nodes: ['encoder_2', 'z_2', 'decoder_2'], edges: [], notes: ['note_2'] });
    expect(document.study.nodes.slice(7)).toMatchObject([
      { id: 'encoder_2', network: 'encoder_2', position: { x: 232, y: 32 } },
      { id: 'z_2' },
      { id: 'decoder_2', network: 'decoder_2' },
    ]);
    expect(document.study.edges.slice(8)).toEqual([
      {
        id: 'encoder_2-z_2',
        source: { node: 'encoder_2', port: 'q' },
        target: { node: 'z_2', port: 'q' },
        points: [{ x: 332, y: 72 }],
      },
      { id: 'z_2-decoder_2', source: { node: 'z_2', port: 'z' }, target: { node: 'decoder_2', port: 'z' } },
    ]);
    expect(document.networks.encoder_2).toEqual(vae().networks.encoder);
    expect(document.networks.decoder_2).toEqual(vae().networks.decoder);
  });

  it('keeps ids that are free, in another project', () => {
    const all = { nodes: vae().study.nodes.map(({ id }) => id), notes: ['note'] };
    const { document } = paste(context(blank()), copy(vae(), all), { x: 0, y: 0 });
    expect(validateStructure(document, catalogue)).toEqual([]);
    expect(document.study.nodes).toEqual(vae().study.nodes);
    expect(document.networks).toEqual(vae().networks);
  });

  it('puts the top left corner where it is wanted', () => {
    const { document } = paste(context(blank()), copy(vae(), selection), { x: -50, y: 7.4 });
    expect(document.study.nodes.map(({ position }) => position)).toEqual([
      { x: 150, y: 7 },
      { x: 350, y: 7 },
      { x: 550, y: 7 },
    ]);
    expect(document.study.notes[0].position).toEqual({ x: -50, y: 307 });
  });

  it('counts on from ids that already have a number', () => {
    const once = paste(context(vae()), copy(vae(), { nodes: ['kl'] })).document;
    const twice = paste(context(once), copy(once, { nodes: ['kl_2'] })).document;
    expect(twice.study.nodes.slice(7).map(({ id }) => id)).toEqual(['kl_2', 'kl_3']);
  });

  it('works between networks, and not between levels', () => {
    const layers = copy(vae(), { nodes: ['in', 'linear1'] }, 'encoder');
    const { document } = paste(context(vae(), {}, 'decoder'), layers);
    expect(document.networks.decoder.nodes.map(({ id }) => id).slice(4)).toEqual(['in_2', 'linear1_2']);
    expect(document.networks.decoder.edges.at(-1)?.id).toBe('in_2-linear1_2');
    expect(refused(context(vae()), layers)).toBe('These nodes belong in a network; open one and paste there.');
    expect(refused(context(vae(), {}, 'encoder'), copy(vae(), selection))).toBe(
      'These nodes belong in the study; go back to it and paste there.',
    );
  });

  it('upgrades nodes that an older version copied', () => {
    const text = copy(vae(), { nodes: ['kl'] })
      .replaceAll('"version": 2', '"version": 1')
      .replace('"beta": 1', '"weight": 5');
    const { document } = paste(context(blank()), text);
    expect(document.study.nodes[0]).toMatchObject({ version: 2, settings: { beta: 5, free: false } });
    expect(refused(context(blank()), text.replace('"weight": 5', '"weight": "x"'))).toBe(
      'The nodes cannot be pasted: the settings of node "kl" could not be brought from version 1 to version 2.',
    );
  });

  it('never ties a pasted node to a network that did not come along', () => {
    const text = copy(vae(), { nodes: ['encoder'] }).replace(/"networks": \{[\s\S]*\}\n\}$/, '"networks": {}}');
    const { document } = paste(context(vae()), text);
    expect(document.study.nodes[7].network).toBeUndefined();
  });

  it('copies tied nodes as nodes that are tied to each other, with the blocks in them', () => {
    const text = copy(nested(), { nodes: ['block', 'twin'] }, 'encoder');
    const { document } = paste(context(nested(), {}, 'encoder'), text);
    const copies = document.networks.encoder.nodes.slice(-2);
    expect(copies).toMatchObject([
      { id: 'block_2', network: 'block_2' },
      { id: 'twin_2', network: 'block_2' },
    ]);
    expect(document.networks.block_2.nodes.find(({ id }) => id === 'first')?.network).toBe('inner_2');
  });

  it('brings groups along, and leaves the one that is there alone', () => {
    const text = copy(nested(), { nodes: ['a'], notes: ['memo'] }, 'encoder');
    const { document } = paste(context(nested(), {}, 'encoder'), text);
    const { nodes, notes, groups } = document.networks.encoder;
    expect(groups).toEqual([
      { id: 'g', title: 'Stem', color: 'teal' },
      { id: 'g_2', title: 'Stem', color: 'teal' },
    ]);
    expect([nodes.at(-1)?.group, notes.at(-1)?.group]).toEqual(['g_2', 'g_2']);
    const other = paste(context(vae(), {}, 'encoder'), text).document.networks.encoder;
    expect(other.groups).toEqual([{ id: 'g', title: 'Stem', color: 'teal' }]);
  });

  it('removes the groups that a cut empties', () => {
    const all = { nodes: ['a', 'b'], notes: ['memo'] };
    expect(run(context(nested(), all, 'encoder'), commands.cutSelection, {}).networks.encoder.groups).toEqual([]);
    const most = { nodes: ['a', 'b'] };
    expect(run(context(nested(), most, 'encoder'), commands.cutSelection, {}).networks.encoder.groups).toHaveLength(1);
  });

  const foreign = 'The clipboard holds no nodes of Latent Loom; copy some first.';
  const damaged = 'The nodes on the clipboard are damaged; copy them again.';
  const copied = copy(vae(), selection);
  const twice = (list: 'groups' | 'notes', item: string) =>
    JSON.stringify({ ...JSON.parse(copied), [list]: [JSON.parse(item), JSON.parse(item)] });
  test.each([
    ['plain text', 'hello', foreign],
    ['a number', '42', foreign],
    ['a project file', JSON.stringify(vae()), foreign],
    ['half of it', copied.slice(0, 200), foreign],
    [
      'a newer format',
      copied.replace('"version": 2', '"version": 3'),
      'The clipboard was filled by a newer Latent Loom; update this one to paste from it.',
    ],
    ['an infinite setting', copied.replace('"features": 64', '"features": 1e999'), damaged],
    ['two groups with one id', twice('groups', '{ "id": "g", "title": "", "color": "red" }'), damaged],
    [
      'two notes with one id',
      twice('notes', '{ "id": "n", "position": { "x": 0, "y": 0 }, "width": 1, "text": "" }'),
      damaged,
    ],
    ['two layers with one id', copied.replaceAll('"id": "linear2"', '"id": "linear1"'), damaged],
  ])('refuses %s with a sentence', (_, text, message) => {
    expect(refused(context(vae()), text)).toBe(message);
  });

  it('copies nothing where only wires are selected', () => {
    const at = context(vae(), { edges: ['e1'] });
    for (const command of [commands.copySelection, commands.cutSelection, commands.duplicateSelection]) {
      expect(command.plan(at, {})).toEqual({ ok: false, message: 'No node or note is selected.' });
    }
  });

  it('cuts what it copies', () => {
    const at = context(vae(), selection);
    const plan = commands.cutSelection.plan(at, {});
    if (!plan.ok || plan.clipboard === undefined) throw new Error('nothing was cut');
    const { document } = perform(startEditing(vae()), commands.cutSelection, plan, 0);
    expect(paste(context(document), plan.clipboard).document.networks).toEqual(vae().networks);
    expect(document.networks).toEqual({});
  });
});
