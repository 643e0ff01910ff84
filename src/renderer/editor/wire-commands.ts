import type { WindowCommand } from '../shell/commands';
import { canvas } from './canvas-state';
import { selectedWire } from './selected-wire';
import { addPoint, nudgePoint, removePoint, touchedPoint } from './wire-points';

const isTouched = (): boolean => touchedPoint() !== null;

const nudge = (name: string, key: string, x: number, y: number): WindowCommand => ({
  id: `wire.nudge${name}`,
  label: `Move the point of the wire ${name.toLowerCase()}`,
  row: 'Move the point of the wire',
  group: 'Canvas',
  keys: [key],
  early: true,
  enabled: isTouched,
  run: () => nudgePoint(x, y),
});

/** What the keyboard does with the wire that is selected. */
export const wireCommands: readonly WindowCommand[] = [
  {
    id: 'wire.addPoint',
    label: 'Lead the wire through a point',
    group: 'Canvas',
    keys: ['R'],
    enabled: () => selectedWire() !== undefined,
    run: () => {
      const wire = selectedWire();
      const pieces = wire && canvas.current?.wire(wire.id);
      if (wire && pieces) addPoint(wire.id, pieces, null);
    },
  },
  {
    id: 'wire.removePoint',
    label: 'Remove the point of the wire',
    group: 'Canvas',
    keys: ['Shift+R'],
    enabled: isTouched,
    run: () => {
      const point = touchedPoint();
      if (point) removePoint(point.edge, point.index);
    },
  },
  nudge('Left', 'ArrowLeft', -1, 0),
  nudge('Right', 'ArrowRight', 1, 0),
  nudge('Up', 'ArrowUp', 0, -1),
  nudge('Down', 'ArrowDown', 0, 1),
];
