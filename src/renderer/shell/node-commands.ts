import { catalogue } from '../../core/catalogue';
import { commands, type EditContext, type GraphNode, graphAt, holdersOf } from '../../core/graph';
import { isMac } from '../components/KeyCaps';
import { editContext } from '../editor/add-node';
import { inSequence } from '../editor/compose';
import { useLibrary } from '../library/library';
import { carryOut, dispatch, goTo } from '../state/edit';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import type { WindowCommand } from './commands';

/** The selected nodes of the graph on the canvas. */
function chosen(): readonly GraphNode[] {
  const { edit, place, selection } = useProject.getState();
  const graph = edit && graphAt(edit.document, place);
  return graph?.nodes.filter(({ id }) => selection.nodes.includes(id)) ?? [];
}

const some = (): boolean => useProject.getState().selection.nodes.length > 0;
const inNetwork = (): boolean => useProject.getState().place !== null;
const holdsOf = ({ type }: GraphNode) => catalogue.find(type)?.holds;

/** The one node that is selected, if it is one. */
function only(): GraphNode | undefined {
  const nodes = chosen();
  return nodes.length === 1 ? nodes[0] : undefined;
}

const onlyBlock = (): GraphNode | undefined => {
  const node = only();
  return node && holdsOf(node) === 'block' && node.network !== undefined ? node : undefined;
};

/** Two nodes or more name the network of the one that is selected. */
function isTied(): boolean {
  const network = only()?.network;
  const document = useProject.getState().edit?.document;
  return network !== undefined && document !== undefined && holdersOf(document, network).length > 1;
}

/** Groups that the selected nodes and notes stand in. */
function chosenGroups(): string[] {
  const { edit, place, selection } = useProject.getState();
  const graph = edit && graphAt(edit.document, place);
  const notes = graph?.notes.filter(({ id }) => selection.notes.includes(id)) ?? [];
  return [...new Set([...chosen(), ...notes].flatMap(({ group }) => group ?? []))];
}

/** Switches the mode of what is selected; off where all of it has it already. */
function toggleMode(mode: 'bypass' | 'mute'): void {
  const nodes = chosen();
  const off = nodes.every((node) => node.mode === mode);
  dispatch(commands.setMode, { nodes: nodes.map(({ id }) => id), mode: off ? null : mode });
}

function toggleCollapsed(): void {
  const nodes = chosen();
  const collapsed = !nodes.every((node) => node.collapsed);
  dispatch(commands.setCollapsed, { nodes: nodes.map(({ id }) => id), collapsed });
}

function ungroup(): void {
  const context = editContext();
  if (!context) return;
  const steps = chosenGroups().map((group) => (at: EditContext) => commands.ungroup.plan(at, { group }));
  carryOut(commands.ungroup, inSequence(context, steps));
}

/** Opens the dialog that keeps what is selected in the user's library. */
function keepInLibrary(): void {
  const context = editContext();
  const plan = context && commands.copySelection.plan(context, {});
  if (!plan) return;
  if (!plan.ok || plan.clipboard === undefined) {
    if (!plan.ok) useUi.getState().toast({ tone: 'error', message: plan.message });
    return;
  }
  const node = only();
  const title = node ? (node.title ?? catalogue.find(node.type)?.title ?? '') : '';
  useLibrary.setState({ draft: { id: null, title, summary: '', text: plan.clipboard } });
}

/** On a Mac Command+M belongs to the system. */
const MUTE = isMac ? ['Mod+Shift+M'] : ['Mod+M'];

/** What can be done with nodes. */
export const nodeCommands: WindowCommand[] = [
  {
    id: 'node.open',
    label: 'Open the network inside',
    group: 'Nodes',
    keys: ['Enter'],
    enabled: () => only()?.network !== undefined,
    run: () => goTo(only()?.network ?? null),
  },
  {
    id: 'node.bypass',
    label: 'Bypass',
    group: 'Nodes',
    keys: ['Mod+B'],
    enabled: some,
    run: () => toggleMode('bypass'),
  },
  { id: 'node.mute', label: 'Mute', group: 'Nodes', keys: MUTE, enabled: some, run: () => toggleMode('mute') },
  {
    id: 'node.collapse',
    label: 'Collapse or unfold',
    group: 'Nodes',
    keys: ['Alt+C'],
    enabled: some,
    run: toggleCollapsed,
  },
  {
    id: 'node.group',
    label: 'Group',
    group: 'Nodes',
    keys: ['Mod+G'],
    enabled: () => some() || useProject.getState().selection.notes.length > 0,
    run: () => dispatch(commands.groupSelection, {}),
  },
  {
    id: 'node.ungroup',
    label: 'Ungroup',
    group: 'Nodes',
    keys: ['Mod+Shift+G'],
    enabled: () => chosenGroups().length > 0,
    run: ungroup,
  },
  {
    id: 'node.makeBlock',
    label: 'Make a block of the selection',
    group: 'Nodes',
    keys: ['Mod+Shift+B'],
    enabled: () => some() && inNetwork(),
    run: () => dispatch(commands.makeBlock, {}),
  },
  {
    id: 'node.takeApart',
    label: 'Take the block apart',
    group: 'Nodes',
    keys: ['Mod+Alt+B'],
    enabled: () => onlyBlock() !== undefined,
    run: () => {
      const block = onlyBlock();
      if (block) dispatch(commands.takeApart, { node: block.id });
    },
  },
  {
    id: 'node.duplicateTied',
    label: 'Duplicate with shared weights',
    group: 'Nodes',
    keys: ['Mod+Shift+D'],
    enabled: () => chosen().some(({ network }) => network !== undefined),
    run: () => dispatch(commands.duplicateTied, {}),
  },
  {
    id: 'node.untie',
    label: 'Give it weights of its own',
    group: 'Nodes',
    enabled: isTied,
    run: () => {
      const node = only();
      if (node) dispatch(commands.untie, { node: node.id });
    },
  },
  {
    id: 'node.dissolve',
    label: 'Delete and heal the wires',
    group: 'Nodes',
    keys: ['Alt+Delete', 'Alt+Backspace'],
    enabled: some,
    run: () => dispatch(commands.dissolve, {}),
  },
  {
    id: 'node.keep',
    label: 'Save to the library…',
    group: 'Nodes',
    keys: ['Mod+Shift+K'],
    enabled: () => some() || useProject.getState().selection.notes.length > 0,
    run: keepInLibrary,
  },
];
