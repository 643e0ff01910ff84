/** Convolutions as ONNX nodes. */

import type { OnnxAttributes, OnnxBuilder, OnnxNode } from '../rule';
import type { ConvolutionAttributes, Shape } from '../types';
import { blockedConv, blockedConvTranspose } from './blocked-convolution';

const onnxAttributes = (
  { stride, padding, dilation, groups }: ConvolutionAttributes,
  kernel: Shape,
): OnnxAttributes => ({
  strides: stride,
  pads: [...padding, ...padding],
  dilations: dilation,
  group: groups,
  kernel_shape: kernel,
});

export function onnxConv(b: OnnxBuilder, node: OnnxNode<'conv'>): string {
  const { inputs, inputTypes, attributes } = node;
  const [, w] = inputTypes;
  const blocked = blockedConv(b, node);
  if (blocked !== undefined) return blocked;
  const y = b.node('Conv', inputs, onnxAttributes(attributes, w.shape.slice(2)));
  // WebGPU's provider refuses groups of volumes.
  const isRefused = attributes.stride.length === 3 && attributes.groups > 1;
  return b.target === 'webgpu' && isRefused ? b.onCpu(y) : y;
}

export function onnxConvTranspose(b: OnnxBuilder, node: OnnxNode<'convTranspose'>): string {
  const { inputs, inputTypes, attributes } = node;
  const [x, w] = inputTypes;
  const blocked = blockedConvTranspose(b, node);
  if (blocked !== undefined) return blocked;
  const { groups, outputPadding, stride } = attributes;
  const y = b.node('ConvTranspose', inputs, {
    ...onnxAttributes(attributes, w.shape.slice(2)),
    output_padding: outputPadding,
  });
  // WebGPU's provider refuses volumes, and takes groups of one output channel for groups of one input channel.
  const isMistaken = groups > 1 && w.shape[1] === 1 && x.shape[1] > groups;
  return b.target === 'webgpu' && (isMistaken || stride.length === 3) ? b.onCpu(y) : y;
}
