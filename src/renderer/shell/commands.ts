import { redoLabel, undoLabel } from '../../core/graph';
import { adversarialCommands } from '../adversarial/commands';
import { arrangeCommands } from '../arrange/commands';
import { bookmarkCommands } from '../bookmarks/commands';
import { services } from '../client/services';
import { compareCommands } from '../compare/commands';
import { dataCommands } from '../data/commands';
import { noteCommands } from '../editor/note-commands';
import { wireCommands } from '../editor/wire-commands';
import { lifeCommands } from '../life/commands';
import { redoEdit, undoEdit } from '../state/edit';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { canvasCommands } from './canvas-commands';
import { clipboardCommands } from './clipboard';
import { newProject, openProject } from './leaving';
import { moveCommands } from './move-commands';
import { nodeCommands } from './node-commands';
import { goToRegion } from './regions';
import { runCommands } from './run-commands';

export type CommandGroup = 'Project' | 'Edit' | 'Nodes' | 'Moving' | 'Run' | 'Canvas' | 'View' | 'Help';

/** Something the user can do by name or by keys. One table feeds the palette, the keys sheet, the keyboard and the menus. */
export interface WindowCommand {
  id: string;
  label: string;
  group: CommandGroup;
  /** Combinations such as `Mod+Shift+Z`; Mod is Command on a Mac, else Control. */
  keys?: readonly string[];
  /** Works while a text field has the focus; the others leave the keys to the field. */
  inText?: boolean;
  /** The browser's own event does it (copy, cut, paste); the keyboard leaves the key alone. */
  native?: boolean;
  /** Belongs to the canvas alone, whose library would otherwise take the keys first. */
  early?: boolean;
  /** Shares a row of the keys sheet with the commands of the same words. */
  row?: string;
  enabled(): boolean;
  run(): void;
}

const always = (): boolean => true;
const isOpen = (): boolean => useProject.getState().project !== null;
const ui = () => useUi.getState();

const projectCommands: WindowCommand[] = [
  {
    id: 'project.new',
    label: 'New blank project',
    group: 'Project',
    keys: ['Mod+N'],
    inText: true,
    enabled: always,
    run: newProject,
  },
  {
    id: 'project.open',
    label: 'Open…',
    group: 'Project',
    keys: ['Mod+O'],
    inText: true,
    enabled: always,
    run: () => openProject(null),
  },
  {
    id: 'project.save',
    label: 'Save',
    group: 'Project',
    keys: ['Mod+S'],
    inText: true,
    enabled: isOpen,
    run: () => void services().files.save(),
  },
  {
    id: 'project.saveAs',
    label: 'Save as…',
    group: 'Project',
    keys: ['Mod+Shift+S'],
    inText: true,
    enabled: isOpen,
    run: () => void services().files.saveAs(),
  },
  {
    id: 'project.rename',
    label: 'Rename…',
    group: 'Project',
    keys: ['F2'],
    enabled: isOpen,
    run: () => ui().setOverlay('rename'),
  },
  {
    id: 'view.gallery',
    label: 'Gallery of templates',
    group: 'Project',
    keys: ['Mod+Shift+O'],
    enabled: isOpen,
    run: () => ui().setGallery(!ui().gallery),
  },
];

const editCommands: WindowCommand[] = [
  {
    id: 'edit.undo',
    label: 'Undo',
    group: 'Edit',
    keys: ['Mod+Z'],
    enabled: () => historyLabels().undo !== null,
    run: undoEdit,
  },
  {
    id: 'edit.redo',
    label: 'Redo',
    group: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: () => historyLabels().redo !== null,
    run: redoEdit,
  },
  ...clipboardCommands,
];

const viewCommands: WindowCommand[] = [
  {
    id: 'view.palette',
    label: 'Command palette',
    group: 'View',
    keys: ['Mod+K'],
    inText: true,
    enabled: always,
    run: () => ui().setOverlay(ui().overlay === 'palette' ? null : 'palette'),
  },
  {
    id: 'view.nodes',
    label: 'Palette of nodes',
    group: 'View',
    keys: ['Mod+1'],
    enabled: isOpen,
    run: () => ui().setRail(ui().rail === 'nodes' ? null : 'nodes'),
  },
  {
    id: 'view.runs',
    label: 'Runs',
    group: 'View',
    keys: ['Mod+2'],
    enabled: isOpen,
    run: () => ui().setRail(ui().rail === 'runs' ? null : 'runs'),
  },
  {
    id: 'view.inspector',
    label: 'Inspector',
    group: 'View',
    keys: ['Mod+I'],
    enabled: isOpen,
    run: () => ui().togglePanel('inspector'),
  },
  {
    id: 'view.lenses',
    label: 'Lenses',
    group: 'View',
    keys: ['Mod+L'],
    enabled: isOpen,
    run: () => ui().togglePanel('lenses'),
  },
  {
    id: 'view.maximiseLenses',
    label: 'Maximise the lenses',
    group: 'View',
    keys: ['Mod+Shift+L'],
    enabled: isOpen,
    run: () => ui().setLensesMaximised(!ui().lensesMaximised),
  },
  {
    id: 'view.nextRegion',
    label: 'Next part of the window',
    group: 'View',
    keys: ['F6'],
    inText: true,
    enabled: always,
    run: () => goToRegion(1),
  },
  {
    id: 'view.previousRegion',
    label: 'Previous part of the window',
    group: 'View',
    keys: ['Shift+F6'],
    inText: true,
    enabled: always,
    run: () => goToRegion(-1),
  },
  { id: 'view.dark', label: 'Dark theme', group: 'View', enabled: always, run: () => ui().setTheme('dark') },
  { id: 'view.light', label: 'Light theme', group: 'View', enabled: always, run: () => ui().setTheme('light') },
  {
    id: 'view.system',
    label: 'Theme of the system',
    group: 'View',
    enabled: always,
    run: () => ui().setTheme('system'),
  },
  {
    id: 'help.keys',
    label: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['?'],
    enabled: always,
    run: () => ui().setOverlay('keys'),
  },
];

/** Labels of the edits that undo and redo would travel over. */
export function historyLabels(): { undo: string | null; redo: string | null } {
  const { edit } = useProject.getState();
  return edit ? { undo: undoLabel(edit), redo: redoLabel(edit) } : { undo: null, redo: null };
}

export const windowCommands: readonly WindowCommand[] = [
  ...projectCommands,
  ...editCommands,
  ...runCommands,
  ...adversarialCommands,
  ...dataCommands,
  ...nodeCommands,
  ...moveCommands,
  ...canvasCommands,
  ...arrangeCommands,
  ...wireCommands,
  ...compareCommands,
  ...noteCommands,
  ...viewCommands,
  ...bookmarkCommands,
  ...lifeCommands,
];

const byId = new Map(windowCommands.map((command) => [command.id, command]));

export const findCommand = (id: string): WindowCommand | undefined => byId.get(id);

/** Runs a command by id, if there is one and it is possible now. */
export function runCommand(id: string): void {
  const command = byId.get(id);
  if (command?.enabled()) command.run();
}
