/** Graphs that can be put inside nodes: networks of study nodes, and blocks to insert whole and take apart. */

import type { Preset } from '../types';
import { conditionerPresets } from './conditioner';
import { couplingBlock } from './coupling';
import { ditBlocks, ditPresets } from './dit';
import { energyPresets } from './energy';
import { mapDecoderPreset, mapEncoderPresets } from './maps';
import { pixelCnnBlock, pixelPresets } from './pixelcnn';
import {
  convDecoderPreset,
  convDiscriminatorPreset,
  convEncoderPreset,
  emptyBlock,
  mlpPreset,
  timeMlpPresets,
} from './plain';
import { convBlock, mlpBlock, residualDecoder, residualEncoder, residualMlpBlock } from './residual';
import { patchEncoderPreset, transformerBlocks } from './transformer';
import { attentionBlock, unetBlock, unetPreset } from './unet';

export const encoderPresets: readonly Preset[] = [
  mlpPreset('x', [400]),
  convEncoderPreset,
  residualEncoder,
  patchEncoderPreset,
];

export const decoderPresets: readonly Preset[] = [
  mlpPreset('z', [400]),
  convDecoderPreset,
  residualDecoder,
  mapDecoderPreset,
];

export const priorPresets: readonly Preset[] = [mlpPreset('z', [128])];

export const generatorPresets: readonly Preset[] = [mlpPreset('z', [128, 128, 128]), convDecoderPreset];

export const discriminatorPresets: readonly Preset[] = [
  mlpPreset('x', [128, 128, 128], 'leaky_relu'),
  convDiscriminatorPreset,
];

export { conditionerPresets, energyPresets };

export const classifierPresets: readonly Preset[] = [mlpPreset('x', [256]), convEncoderPreset];

export const denoiserPresets: readonly Preset[] = [...timeMlpPresets, unetPreset, ...ditPresets];

export { mapEncoderPresets, pixelPresets };

export const blockPresets: readonly Preset[] = [
  emptyBlock,
  mlpBlock,
  residualMlpBlock,
  convBlock,
  unetBlock,
  attentionBlock,
  ...ditBlocks,
  pixelCnnBlock,
  ...transformerBlocks,
  couplingBlock,
];
