import type { Preset } from '../types';
import { graphOf } from './builder';
import { convEnergyPreset, mlpPreset } from './plain';

/** Smooth wells are narrow beside the distances between them: an MLP learns them sooner where places lie further apart. */
const stretchedMlp: Preset = {
  id: 'stretched-mlp',
  title: 'MLP, stretched',
  summary: 'Places four times as far apart into three hidden layers: finds narrow wells sooner',
  source: 'Tancik et al. 2020 (why fine detail is learned late)',
  keywords: ['multilayer perceptron', 'points', 'spectral bias', 'scale'],
  graph: graphOf({
    nodes: {
      input: { type: 'layer.input', at: [0, 0], settings: { name: 'x' } },
      four: { type: 'layer.constant', at: [1, 1], title: 'Stretch', settings: { value: 4, shape: 'same' } },
      stretched: { type: 'layer.multiply', at: [2, 0] },
      mlp: { type: 'block.mlp', at: [3, 0], settings: { hidden: [64, 64, 64], activation: 'silu' } },
      output: { type: 'layer.output', at: [4, 0] },
    },
    wires: ['input > stretched.a', 'input > four > stretched.b', 'stretched > mlp > output'],
  }),
};

export const energyPresets: readonly Preset[] = [
  mlpPreset('x', [128, 128, 128], 'silu'),
  stretchedMlp,
  convEnergyPreset,
];
