import type { Preset } from '../types';
import { chain } from './builder';
import { residualEncoder } from './residual';

const halve = { kernel: 4, stride: 2, padding: 1 };
const relu = { activation: 'relu' };
const keywords = ['cnn', 'convolution', 'images', 'maps', 'vq', 'tokenizer'];

/** Two halvings, and a look around at the size of the maps. */
const convMaps: Preset = {
  id: 'convnet-maps',
  title: 'ConvNet to maps',
  summary: 'Two convolutions that halve a picture, and one more at that size',
  source: 'van den Oord, Vinyals & Kavukcuoglu 2017, section 4.1',
  keywords,
  graph: chain([
    ['input', 'layer.input', { name: 'x' }],
    ['conv1', 'layer.conv2d', { channels: 16, ...halve }],
    ['relu1', 'layer.activation', relu],
    ['conv2', 'layer.conv2d', { channels: 32, ...halve }],
    ['relu2', 'layer.activation', relu],
    ['conv3', 'layer.conv2d', { channels: 32, kernel: 3, stride: 1, padding: 1 }],
    ['relu3', 'layer.activation', relu],
    ['output', 'layer.output'],
  ]),
};

export const mapEncoderPresets: readonly Preset[] = [convMaps, residualEncoder];

/** The way back. */
export const mapDecoderPreset: Preset = {
  id: 'convnet-maps',
  title: 'ConvNet from maps',
  summary: 'A convolution over maps of latents and two that double them, for 7 × 7 to 28 × 28',
  source: 'van den Oord, Vinyals & Kavukcuoglu 2017, section 4.1',
  keywords: ['deconvolution', 'transposed convolution', ...keywords],
  graph: chain([
    ['input', 'layer.input', { name: 'z' }],
    ['conv1', 'layer.conv2d', { channels: 32, kernel: 3, stride: 1, padding: 1 }],
    ['relu1', 'layer.activation', relu],
    ['up1', 'layer.conv_transpose2d', { channels: 16, ...halve }],
    ['relu2', 'layer.activation', relu],
    ['up2', 'layer.conv_transpose2d', { channels: 1, ...halve }],
    ['output', 'layer.output'],
  ]),
};
