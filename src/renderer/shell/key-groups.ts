import type { CommandGroup } from './commands';

/** Groups of the keys sheet, in its order. */
export const GROUPS: readonly CommandGroup[] = ['Run', 'Project', 'Edit', 'Nodes', 'Moving', 'Canvas', 'View', 'Help'];
