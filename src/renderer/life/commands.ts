import type { WindowCommand } from '../shell/commands';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import { toggleSelectedOutput } from './output/inspected';

/** Shows or hides statistics on the nodes of the graph that is on the canvas. */
export const toggleStatistics = (): void =>
  useUi.getState().togglePanel(useProject.getState().place === null ? 'studyStatistics' : 'layerStatistics');

/** Commands about what nodes say while a model trains. */
export const lifeCommands: readonly WindowCommand[] = [
  {
    id: 'view.statistics',
    label: 'Statistics on the nodes',
    group: 'View',
    keys: ['Shift+S'],
    enabled: () => useProject.getState().project !== null,
    run: toggleStatistics,
  },
  {
    id: 'canvas.output',
    label: 'Look at the output of the node',
    group: 'Canvas',
    keys: ['I'],
    enabled: () => useProject.getState().selection.nodes.length === 1,
    run: toggleSelectedOutput,
  },
];
