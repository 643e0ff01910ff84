import type { Preset } from '../types';
import { along, type Box, blockEnds, blockNode, graphOf } from './builder';

const LOG_DET = 'log |det J|';

const activation = (activation: string, at: Box['at'], title?: string): Box => ({
  type: 'layer.activation',
  at,
  title,
  settings: { activation },
});

/**
 * Keeps one half, scales and shifts the other by what the first says, and swaps the two, so that the next coupling
 * changes the half that this one kept.
 */
const coupling = graphOf({
  nodes: {
    x: blockEnds.input('x', [0, 0]),
    before: { type: 'block.input', at: [0, 2.4], title: LOG_DET },
    halves: { type: 'layer.split', at: [1, 0], title: 'Halves' },
    net: { type: 'block.mlp', at: [2, 1.2], settings: { hidden: [64, 64], activation: 'relu' } },
    both: { type: 'layer.linear', at: [3, 1.2], title: 'Scale and shift', settings: { features: 2 } },
    parts: { type: 'layer.split', at: [4, 1.2], title: 's and t' },
    s: activation('tanh', [5, 1.2], 's, bounded'),
    scale: { type: 'layer.function', at: [6, 1.2], title: 'Scale', settings: { function: 'exp' } },
    scaled: { type: 'layer.multiply', at: [7, 0] },
    shifted: { type: 'layer.add', at: [8, 0], title: 'Shift' },
    swapped: { type: 'layer.concat', at: [9, 0], title: 'Join, swapped' },
    volume: { type: 'layer.sum', at: [6, 2.4], title: 'Sum of s' },
    total: { type: 'layer.add', at: [9, 2.4], title: 'Running sum' },
    y: { type: 'block.output', at: [10, 0], title: 'x' },
    after: { type: 'block.output', at: [10, 2.4], title: LOG_DET },
  },
  wires: [
    'x > halves',
    'halves.a > net > both > parts',
    'parts.a > s > scale > scaled.b',
    'halves.b > scaled.a > shifted.a > swapped.a > y',
    'parts.b > shifted.b',
    'halves.a > swapped.b',
    's > volume > total.b > after',
    'before > total.a',
  ],
  through: {
    'halves-a-swapped-b': along(-0.5, 1, 9),
    'parts-b-shifted-b': along(0.95, 4, 8),
    'before-total-a': along(3.5, 0, 9),
  },
  groups: {
    condition: { title: 'What the kept half says', color: 'violet', nodes: ['net', 'both', 'parts', 's', 'scale'] },
    change: { title: 'Changes the other half', color: 'teal', nodes: ['scaled', 'shifted', 'swapped'] },
    volume: { title: 'How volumes change', color: 'amber', nodes: ['volume', 'total'] },
  },
  notes: {
    width: {
      at: [3, 2.4],
      width: 300,
      text: "The width of Scale and shift is the number of features of x: 2 for points in the plane. Undone by $b = (b' - t)\\, e^{-s}$.",
    },
  },
});

export const couplingBlock: Preset = {
  id: 'coupling-stack',
  title: 'Coupling stack',
  summary: 'Eight affine couplings: an invertible map whose volume change is known',
  source: 'Dinh et al. 2017 (RealNVP), section 3',
  keywords: [
    'realnvp',
    'normalizing flow',
    'normalising flow',
    'affine coupling',
    'invertible',
    'log-determinant',
    'nice',
  ],
  graph: graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      zero: { type: 'layer.constant', at: [1, 1], title: 'Zero', settings: { value: 0 } },
      stack: blockNode('coupling', 'Couplings', [2, 0], 8),
      y: blockEnds.output([3, 0]),
      logdet: { type: 'block.output', at: [3, 1], title: LOG_DET },
    },
    wires: ['x > stack', 'x > zero', 'zero > stack.before', 'stack.y > y', 'stack.after > logdet'],
  }),
  networks: { coupling },
};
