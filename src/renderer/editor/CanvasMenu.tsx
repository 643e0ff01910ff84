import { commands, GROUP_COLORS, graphAt } from '../../core/graph';
import { type MenuItem, MenuList } from '../components/Menu';
import { findCommand } from '../shell/commands';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import { type MenuSubject, useCanvas } from './canvas-state';

/** Ids of commands, with a line between groups of them; another label where the place gives it another meaning. */
type Entry = string | readonly [id: string, label: string];

const LINE = '-';
const CLIPBOARD: readonly Entry[] = ['edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate', 'node.duplicateTied'];
const MODES: readonly Entry[] = ['node.bypass', 'node.mute', 'node.collapse'];
const BLOCKS: readonly Entry[] = ['node.makeBlock', 'node.takeApart', 'node.untie', 'node.keep'];
const GROUPS: readonly Entry[] = ['node.group', 'node.ungroup'];
const REMOVAL: readonly Entry[] = ['node.dissolve', 'edit.delete'];

const MENUS: Readonly<Record<MenuSubject, readonly (readonly Entry[])[]>> = {
  canvas: [
    ['canvas.addNode', 'edit.note', 'edit.paste', 'edit.selectAll'],
    ['canvas.fit', 'canvas.zoomOriginal', 'canvas.minimap', 'canvas.back', 'arrange.all'],
    ['edit.undo', 'edit.redo'],
  ],
  node: [['node.open', 'canvas.connect', 'canvas.output'], MODES, CLIPBOARD, BLOCKS, GROUPS, REMOVAL],
  selection: [MODES, CLIPBOARD, BLOCKS, GROUPS, ['canvas.fitSelection', 'arrange.all'], REMOVAL],
  wire: [
    [['canvas.addNode', 'Insert a node…'], 'wire.addPoint', 'wire.removePoint', ['edit.delete', 'Delete the wire']],
  ],
  group: [['node.ungroup', 'canvas.fitSelection'], CLIPBOARD, BLOCKS, [['edit.delete', 'Delete what is in it']]],
};

const LABELS: Readonly<Record<MenuSubject, string>> = {
  canvas: 'Canvas',
  node: 'Node',
  selection: 'Selection',
  wire: 'Wire',
  group: 'Group',
};

/** The context menu, where it is open: commands that are possible now, with their keys. */
export function CanvasMenu() {
  const menu = useCanvas((state) => state.menu);
  if (!menu) return null;
  return (
    <MenuList
      key={`${menu.screen.x} ${menu.screen.y}`}
      label={LABELS[menu.about]}
      items={menuItems(menu.about)}
      at={menu.screen}
      onClose={() => useCanvas.setState({ menu: null })}
    />
  );
}

/** What a menu holds now; a group of commands of which none is possible leaves no line. */
export function menuItems(about: MenuSubject): MenuItem[] {
  const groups = MENUS[about].map((entries) => entries.flatMap(itemOf)).filter((items) => items.length > 0);
  if (about === 'group') groups.push(colourItems());
  return groups.flatMap((items, index) =>
    index === 0 ? items : [{ id: `${LINE}${index}`, separator: true } as const, ...items],
  );
}

function itemOf(entry: Entry): MenuItem[] {
  const [id, label] = typeof entry === 'string' ? [entry, undefined] : entry;
  const command = findCommand(id);
  if (!command?.enabled()) return [];
  const danger = id === 'edit.delete';
  return [
    { id, label: label ?? command.label, keys: command.keys?.[0], danger, checked: checkedNow(id), run: command.run },
  ];
}

/** Whether what is selected is all bypassed, muted or collapsed already. */
function checkedNow(id: string): boolean | undefined {
  const { edit, place, selection } = useProject.getState();
  const nodes =
    (edit && graphAt(edit.document, place)?.nodes.filter((node) => selection.nodes.includes(node.id))) ?? [];
  if (id === 'node.bypass') return nodes.every(({ mode }) => mode === 'bypass');
  if (id === 'node.mute') return nodes.every(({ mode }) => mode === 'mute');
  if (id === 'node.collapse') return nodes.every(({ collapsed }) => collapsed === true);
  return undefined;
}

function colourItems(): MenuItem[] {
  const { edit, place, selection } = useProject.getState();
  const graph = edit && graphAt(edit.document, place);
  const id = graph?.nodes.find((node) => selection.nodes.includes(node.id))?.group;
  const group = graph?.groups.find((candidate) => candidate.id === id);
  if (!group) return [];
  return [
    { id: 'colour', heading: 'Colour' },
    ...GROUP_COLORS.map((color) => ({
      id: `colour.${color}`,
      label: color[0].toUpperCase() + color.slice(1),
      checked: group.color === color,
      run: () => void dispatch(commands.editGroup, { group: group.id, color }),
    })),
  ];
}
