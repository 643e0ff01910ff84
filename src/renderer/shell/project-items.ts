import type { MenuItem } from '../components/Menu';
import { findCommand } from './commands';

const ROWS = ['project.rename', 'project.save', 'project.saveAs', null, 'project.new', 'project.open', 'view.gallery'];

/** The project menu, out of the command table. */
export const projectItems = (): MenuItem[] =>
  ROWS.flatMap((id, row): MenuItem[] => {
    const command = id === null ? undefined : findCommand(id);
    if (!command) return [{ id: `separator-${row}`, separator: true }];
    const { label, keys, run } = command;
    return [{ id: command.id, label, keys: keys?.[0], disabled: !command.enabled(), run }];
  });
