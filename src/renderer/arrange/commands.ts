import { commands } from '../../core/graph';
import { canvas } from '../editor/canvas-state';
import type { WindowCommand } from '../shell/commands';
import { dispatch } from '../state/edit';
import { useProject } from '../state/project';
import { arrange } from './arrange';
import { measure } from './Measure';

export type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

const chosen = (): number => {
  const { nodes, notes } = useProject.getState().selection;
  return nodes.length + notes.length;
};

/** Sizes on the canvas by id of node or note. */
const sizes = () => Object.fromEntries(measure.current?.() ?? []);

/** Brings one side, or the middles, of what is selected into one line. */
export const alignSelection = (side: Side): void => void dispatch(commands.align, { side, sizes: sizes() });

/** Makes the gaps between what is selected equal. */
export const distributeSelection = (axis: 'x' | 'y'): void =>
  void dispatch(commands.distribute, { axis, sizes: sizes() });

const SIDES: readonly [Side, string][] = [
  ['left', 'Align left sides'],
  ['centre', 'Align centres'],
  ['right', 'Align right sides'],
  ['top', 'Align tops'],
  ['middle', 'Align middles'],
  ['bottom', 'Align bottoms'],
];

export const arrangeCommands: WindowCommand[] = [
  {
    id: 'arrange.all',
    label: 'Arrange',
    group: 'Canvas',
    keys: ['Shift+L'],
    enabled: () => canvas.current !== null,
    run: () => void arrange(),
  },
  ...SIDES.map(
    ([side, label]): WindowCommand => ({
      id: `arrange.${side}`,
      label,
      group: 'Canvas',
      enabled: () => canvas.current !== null && chosen() > 1,
      run: () => alignSelection(side),
    }),
  ),
  ...(['x', 'y'] as const).map(
    (axis): WindowCommand => ({
      id: `arrange.distribute.${axis}`,
      label: axis === 'x' ? 'Distribute from left to right' : 'Distribute from top to bottom',
      group: 'Canvas',
      enabled: () => canvas.current !== null && chosen() > 2,
      run: () => distributeSelection(axis),
    }),
  ),
];
