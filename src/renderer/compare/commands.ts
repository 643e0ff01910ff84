import type { WindowCommand } from '../shell/commands';
import { useProject } from '../state/project';
import { useRun } from '../state/run';
import { useUi } from '../state/ui';
import { compareWithOpenRun, compareWithProject } from './open';
import { closeComparison, countOf, useCompare, walk } from './state';

const comparing = (): boolean => useCompare.getState().other !== null;
const hasRows = (): boolean => countOf(useCompare.getState().groups) > 0;

export const compareCommands: WindowCommand[] = [
  {
    id: 'compare.run',
    label: 'Compare with a run…',
    group: 'Canvas',
    enabled: () => useProject.getState().runs.length > 0,
    run: () => useUi.getState().setRail('runs'),
  },
  {
    id: 'compare.open',
    label: 'Compare with the open run',
    group: 'Canvas',
    enabled: () => useRun.getState().opened !== null,
    run: compareWithOpenRun,
  },
  {
    id: 'compare.project',
    label: 'Compare with another project…',
    group: 'Canvas',
    enabled: () => useProject.getState().project !== null,
    run: () => void compareWithProject(null),
  },
  {
    id: 'compare.next',
    label: 'Next difference',
    group: 'Canvas',
    keys: ['F7'],
    enabled: hasRows,
    run: () => walk(1),
  },
  {
    id: 'compare.previous',
    label: 'Previous difference',
    group: 'Canvas',
    keys: ['Shift+F7'],
    enabled: hasRows,
    run: () => walk(-1),
  },
  {
    id: 'compare.close',
    label: 'Close the comparison',
    group: 'Canvas',
    keys: ['Shift+Escape'],
    enabled: comparing,
    run: closeComparison,
  },
];
