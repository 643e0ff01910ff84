import { describe, expect, it } from 'vitest';
import { MENU_COMMANDS } from '../../../src/protocol/app';
import { findCommand, windowCommands } from '../../../src/renderer/shell/commands';
import { formatStart } from '../../../src/renderer/shell/format-start';
import { GROUPS } from '../../../src/renderer/shell/key-groups';
import { combination } from '../../../src/renderer/shell/keyboard';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean> & { code: string }> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('the table of commands', () => {
  it.each(windowCommands)('$id has a label of its own', (command) => {
    expect(command.label.length).toBeGreaterThan(2);
    expect(windowCommands.filter(({ label }) => label === command.label)).toHaveLength(1);
  });

  it('has no id twice', () => {
    const ids = windowCommands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives no keys twice, but for what is meant by what is selected: a node, a note, or the point of a wire', () => {
    const shared: Record<string, string[]> = {
      Enter: ['node.open', 'note.write'],
      ArrowLeft: ['move.left', 'wire.nudgeLeft'],
      ArrowRight: ['move.right', 'wire.nudgeRight'],
      ArrowUp: ['move.up', 'wire.nudgeUp'],
      ArrowDown: ['move.down', 'wire.nudgeDown'],
    };
    for (const keys of new Set(windowCommands.flatMap((command) => command.keys ?? []))) {
      const ids = windowCommands.filter((command) => command.keys?.includes(keys)).map(({ id }) => id);
      expect(ids.toSorted(), keys).toEqual(shared[keys] ?? [ids[0]]);
    }
  });

  it('stands in the keys sheet, each in a group that it shows', () => {
    const groups = new Set<string>(GROUPS);
    expect(windowCommands.filter(({ group }) => !groups.has(group)).map(({ id }) => id)).toEqual([]);
  });

  it.each(MENU_COMMANDS)('knows the menu’s %s', (id) => expect(findCommand(id)).toBeDefined());

  it.each(windowCommands)('$id can say whether it is possible before anything is open', (command) =>
    expect(typeof command.enabled()).toBe('boolean'),
  );

  it('offers nothing that needs a project before one is open', () => {
    const needing = windowCommands.filter(
      ({ group }) =>
        group === 'Run' || group === 'Edit' || group === 'Canvas' || group === 'Nodes' || group === 'Moving',
    );
    expect(needing.filter((command) => command.enabled()).map(({ id }) => id)).toEqual([]);
  });
});

describe('a key press', () => {
  it.each([
    [press('z', { ctrlKey: true }), false, 'Mod+Z'],
    [press('Z', { ctrlKey: true, shiftKey: true }), false, 'Mod+Shift+Z'],
    [press('z', { metaKey: true }), true, 'Mod+Z'],
    [press('z', { ctrlKey: true }), true, 'Z'],
    [press('?', { shiftKey: true }), false, '?'],
    [press('f'), false, 'F'],
    [press('F', { shiftKey: true }), false, 'Shift+F'],
    [press('Enter', { ctrlKey: true }), false, 'Mod+Enter'],
    [press('ç', { altKey: true, code: 'KeyC' }), true, 'Alt+C'],
    [press('ArrowLeft', { altKey: true, code: 'ArrowLeft' }), false, 'Alt+ArrowLeft'],
    [press('.', { ctrlKey: true }), false, 'Mod+.'],
  ])('is named as the table names it', (event, mac, name) => expect(combination(event, mac)).toBe(name));
});

describe('the start of a run', () => {
  const now = new Date(2026, 4, 20, 15, 0);
  it('is a time of day today', () =>
    expect(formatStart(new Date(2026, 4, 20, 9, 5).toISOString(), now)).toBe('Today 09:05'));
  it('has its date on other days', () =>
    expect(formatStart(new Date(2026, 4, 19, 23, 59).toISOString(), now)).toBe('2026-05-19 23:59'));
  it('is never NaN', () => expect(formatStart('nonsense', now)).toBe('unknown time'));
});
