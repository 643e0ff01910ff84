import { describe, expect, it, test } from 'vitest';
import { commands, perform, redo, type Side, startEditing, undo } from '../../../src/core/graph';
import { plan, refusal, run } from './planning';
import { context, nested, vae, withStudy } from './support';

const { align, distribute, setPoints, groupSelection, ungroup, editGroup, setMode, setCollapsed } = commands;

describe('align and distribute', () => {
  const document = withStudy(vae(), {
    nodes: vae().study.nodes.map((item) =>
      item.id === 'z'
        ? { ...item, position: { x: 400, y: 90 } }
        : item.id === 'kl'
          ? { ...item, position: { x: 650, y: 300 } }
          : item,
    ),
  });
  const chosen = context(document, { nodes: ['encoder', 'z', 'kl'], notes: [] });
  const sizes = {
    encoder: { width: 100, height: 40 },
    z: { width: 60, height: 20 },
    kl: { width: 200, height: 100 },
  };
  const places = (after: typeof document) =>
    ['encoder', 'z', 'kl'].map((id) => {
      const { x, y } = after.study.nodes.find((item) => item.id === id)?.position ?? { x: Number.NaN, y: Number.NaN };
      return [x, y];
    });

  test.each<[Side, number[][]]>([
    [
      'left',
      [
        [200, 0],
        [200, 90],
        [200, 300],
      ],
    ],
    [
      'centre',
      [
        [475, 0],
        [495, 90],
        [425, 300],
      ],
    ],
    [
      'right',
      [
        [750, 0],
        [790, 90],
        [650, 300],
      ],
    ],
    [
      'top',
      [
        [200, 0],
        [400, 0],
        [650, 0],
      ],
    ],
    [
      'middle',
      [
        [200, 180],
        [400, 190],
        [650, 150],
      ],
    ],
    [
      'bottom',
      [
        [200, 360],
        [400, 380],
        [650, 300],
      ],
    ],
  ])('bring the %s into one line', (side, expected) => {
    expect(places(run(chosen, align, { side, sizes }))).toEqual(expected);
  });

  it('make the gaps equal and keep the ends', () => {
    expect(places(run(chosen, distribute, { axis: 'x', sizes }))).toEqual([
      [200, 0],
      [445, 90],
      [650, 300],
    ]);
    expect(places(run(chosen, distribute, { axis: 'y', sizes }))).toEqual([
      [200, 0],
      [400, 160],
      [650, 300],
    ]);
  });

  it('move notes too', () => {
    const at = context(document, { nodes: ['encoder'], notes: ['note'] });
    expect(run(at, align, { side: 'left', sizes }).study.notes[0].position).toEqual({ x: 0, y: 300 });
    expect(
      run(at, align, { side: 'right', sizes: { ...sizes, note: { width: 100, height: 9 } } }).study.notes[0].position.x,
    ).toBe(200);
  });

  it('refuse with a sentence where there is too little', () => {
    const one = context(document, { nodes: ['encoder'] });
    const two = context(document, { nodes: ['encoder', 'z'] });
    expect(refusal(one, align, { side: 'left', sizes })).toBe(
      'Aligning takes two or more; select more nodes or notes.',
    );
    expect(refusal(two, distribute, { axis: 'x', sizes })).toBe(
      'Distributing takes three or more; select more nodes or notes.',
    );
  });
});

describe('setPoints', () => {
  const study = context(vae());

  it('rounds, and an empty list lets the wire go straight', () => {
    const led = run(study, setPoints, { edge: 'e1', points: [{ x: 0.6, y: -0.2 }] });
    expect(led.study.edges[0].points).toEqual([{ x: 1, y: 0 }]);
    expect(run(context(led), setPoints, { edge: 'e1', points: [] })).toEqual(vae());
    expect(plan(study, setPoints, { edge: 'e2', points: [{ x: 300.2, y: 40 }] }).changes).toEqual([]);
  });

  it('is one step while a place is dragged', () => {
    let state = startEditing(vae());
    for (let x = 0; x < 20; x++) {
      const points = [{ x, y: 0 }];
      state = perform(state, setPoints, plan(context(state.document), setPoints, { edge: 'e1', points }), x);
    }
    expect(state.history.past).toHaveLength(1);
    const back = undo(state)?.state ?? state;
    expect(back.document).toEqual(vae());
    expect(redo(back)?.state.document.study.edges[0].points).toEqual([{ x: 19, y: 0 }]);
  });

  test.each([
    ['ghost', 1, 0, 'There is no wire "ghost" in the study.'],
    ['e1', 33, 0, 'A wire is led through at most 32 places; these are 33.'],
    ['e1', 1, Number.NaN, 'A position needs two numbers.'],
  ])('refuses with a sentence: %s %i %d', (wire, count, x, message) => {
    const points = Array.from({ length: count }, () => ({ x, y: 0 }));
    expect(refusal(study, setPoints, { edge: wire, points })).toBe(message);
  });
});

describe('groups', () => {
  const inside = context(nested(), { nodes: ['b', 'c'], notes: ['memo'] }, 'encoder');
  const groupsOf = (document: ReturnType<typeof nested>) => document.networks.encoder.groups;

  it('take members over from other groups, in a colour that is free', () => {
    const document = run(inside, groupSelection, { title: ' Head ' });
    expect(groupsOf(document)).toEqual([
      { id: 'g', title: 'Stem', color: 'teal' },
      { id: 'group', title: 'Head', color: 'grey' },
    ]);
    const { nodes, notes } = document.networks.encoder;
    expect(nodes.filter(({ group }) => group === 'group').map(({ id }) => id)).toEqual(['b', 'c']);
    expect(notes[0].group).toBe('group');
    const all = run(context(document, { nodes: ['a'] }, 'encoder'), groupSelection, { color: 'red' });
    expect(groupsOf(all).map(({ id, color }) => [id, color])).toEqual([
      ['group', 'grey'],
      ['group_2', 'red'],
    ]);
  });

  it('are taken away and leave what was in them', () => {
    const document = run(inside, ungroup, { group: 'g' });
    const { nodes, notes, groups } = document.networks.encoder;
    expect(groups).toEqual([]);
    expect([...nodes, ...notes].filter((item) => 'group' in item)).toEqual([]);
  });

  it('go with their last member, whichever way it goes', () => {
    const gone = (at: ReturnType<typeof context>) => groupsOf(run(at, commands.deleteSelection, {}));
    expect(gone(context(nested(), { nodes: ['a', 'b'] }, 'encoder'))).toHaveLength(1);
    expect(gone(context(nested(), { nodes: ['a', 'b'], notes: ['memo'] }, 'encoder'))).toEqual([]);
    const alone = run(context(nested(), { nodes: ['a', 'b'] }, 'encoder'), commands.deleteSelection, {});
    expect(groupsOf(run(context(alone, {}, 'encoder'), commands.deleteNote, { note: 'memo' }))).toEqual([]);
  });

  it('are one step while a title is typed', () => {
    let state = startEditing(nested());
    for (const title of ['H', 'He', 'Head']) {
      const at = context(state.document, {}, 'encoder');
      state = perform(state, editGroup, plan(at, editGroup, { group: 'g', title }), 0);
    }
    expect(state.history.past.map(({ label }) => label)).toEqual(['Edit group']);
    expect(undo(state)?.state.document).toEqual(nested());
  });

  it('refuse with a sentence', () => {
    expect(refusal(context(nested()), groupSelection, {})).toBe('No node or note is selected.');
    expect(refusal(inside, groupSelection, { title: 'x'.repeat(81) })).toBe(
      'A name has at most 80 characters; this one has 81.',
    );
    expect(refusal(inside, ungroup, { group: 'x' })).toBe('There is no group "x" in network "encoder".');
    expect(refusal(inside, editGroup, { group: 'x' })).toBe('There is no group "x" in network "encoder".');
  });
});

describe('modes', () => {
  const inside = context(nested(), {}, 'encoder');
  const modeOf = (document: ReturnType<typeof nested>, id: string) =>
    document.networks.encoder.nodes.find((item) => item.id === id);

  it('are set, exchanged and ended, and the step says which', () => {
    const muted = run(inside, setMode, { nodes: ['a', 'ghost'], mode: 'mute' });
    expect(modeOf(muted, 'a')?.mode).toBe('mute');
    const bypassed = run(context(muted, {}, 'encoder'), setMode, { nodes: ['a'], mode: 'bypass' });
    expect(modeOf(bypassed, 'a')?.mode).toBe('bypass');
    expect(run(context(bypassed, {}, 'encoder'), setMode, { nodes: ['a'], mode: null })).toEqual(nested());
    expect(plan(inside, setMode, { nodes: ['a'], mode: 'mute' }).label).toBe('Mute');
    expect(plan(inside, setMode, { nodes: ['a'], mode: 'bypass' }).label).toBe('Bypass');
    expect(plan(inside, setMode, { nodes: ['off'], mode: null }).label).toBe('Unmute');
    expect(plan(context(bypassed, {}, 'encoder'), setMode, { nodes: ['a', 'off'], mode: null }).label).toBe(
      'End bypass',
    );
  });

  it('change nothing where all is as it should be', () => {
    expect(plan(inside, setMode, { nodes: ['a', 'b'], mode: null }).changes).toEqual([]);
    expect(plan(inside, setCollapsed, { nodes: ['off'], collapsed: true }).changes).toEqual([]);
    expect(refusal(inside, setMode, { nodes: ['ghost'], mode: 'mute' })).toBe(
      'There is no node "ghost" in network "encoder".',
    );
  });

  it('collapse nodes and unfold them', () => {
    const folded = run(inside, setCollapsed, { nodes: ['a', 'b'], collapsed: true });
    expect([modeOf(folded, 'a')?.collapsed, modeOf(folded, 'b')?.collapsed]).toEqual([true, true]);
    expect(run(context(folded, {}, 'encoder'), setCollapsed, { nodes: ['a', 'b'], collapsed: false })).toEqual(
      nested(),
    );
    expect(plan(inside, setCollapsed, { nodes: ['off'], collapsed: false }).label).toBe('Expand');
  });
});
