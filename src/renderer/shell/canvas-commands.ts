import { canvas, useCanvas } from '../editor/canvas-state';
import { openMenuAtSelection } from '../editor/context-menu';
import { goUp } from '../state/edit';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import type { WindowCommand } from './commands';
import { goToProblem, hasProblems } from './problems';

const onCanvas = (): boolean => canvas.current !== null;

/** Wiring at the keyboard begins at the node that is selected. */
const oneNode = (): boolean => useProject.getState().selection.nodes.length === 1;

/** What can be done with the canvas. */
export const canvasCommands: WindowCommand[] = [
  {
    id: 'canvas.addNode',
    label: 'Add a node…',
    group: 'Canvas',
    keys: ['Tab', 'Shift+A'],
    enabled: onCanvas,
    run: () => canvas.current?.openSearch(),
  },
  {
    id: 'canvas.connect',
    label: 'Connect…',
    group: 'Canvas',
    keys: ['W'],
    enabled: () => onCanvas() && oneNode(),
    run: () => useCanvas.setState({ connecting: useProject.getState().selection.nodes[0] }),
  },
  {
    id: 'canvas.menu',
    label: 'Menu of what is selected',
    group: 'Canvas',
    keys: ['Shift+F10', 'ContextMenu'],
    enabled: onCanvas,
    run: openMenuAtSelection,
  },
  {
    id: 'canvas.fit',
    label: 'Fit the graph',
    group: 'Canvas',
    keys: ['F'],
    enabled: onCanvas,
    run: () => canvas.current?.fit(),
  },
  {
    id: 'canvas.fitSelection',
    label: 'Fit the selection',
    group: 'Canvas',
    keys: ['Shift+F'],
    enabled: onCanvas,
    run: () => canvas.current?.fitSelection(),
  },
  {
    id: 'canvas.zoomIn',
    label: 'Zoom in',
    group: 'Canvas',
    keys: ['+', '='],
    enabled: onCanvas,
    run: () => canvas.current?.zoomIn(),
  },
  {
    id: 'canvas.zoomOut',
    label: 'Zoom out',
    group: 'Canvas',
    keys: ['-'],
    enabled: onCanvas,
    run: () => canvas.current?.zoomOut(),
  },
  {
    id: 'canvas.zoomOriginal',
    label: 'Zoom to 100 %',
    group: 'Canvas',
    keys: ['0'],
    enabled: onCanvas,
    run: () => canvas.current?.zoomToOriginal(),
  },
  {
    id: 'canvas.back',
    label: 'Out of the network',
    group: 'Canvas',
    keys: ['Mod+ArrowUp'],
    enabled: () => useProject.getState().place !== null,
    run: goUp,
  },
  {
    id: 'canvas.nextProblem',
    label: 'Next problem',
    group: 'Canvas',
    keys: ['F8'],
    enabled: hasProblems,
    run: () => goToProblem(1),
  },
  {
    id: 'canvas.previousProblem',
    label: 'Previous problem',
    group: 'Canvas',
    keys: ['Shift+F8'],
    enabled: hasProblems,
    run: () => goToProblem(-1),
  },
  {
    id: 'canvas.minimap',
    label: 'Minimap',
    group: 'Canvas',
    keys: ['M'],
    enabled: onCanvas,
    run: () => useUi.getState().togglePanel('minimap'),
  },
];
