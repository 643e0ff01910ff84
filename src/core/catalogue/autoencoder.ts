import type { Tensor } from '../tensor';
import { encoderPresets } from './presets';
import { type BuildContext, defineNode } from './types';
import { latentWidth } from './variational';

/** x (n, …) → z (n, width). */
const encode = (context: BuildContext, x: Tensor): Tensor =>
  context.network({ x }, [x.shape[0], context.number('latent')]);

const codeEncoder = defineNode({
  type: 'network.code_encoder',
  version: 1,
  title: 'Code encoder',
  level: 'study',
  category: 'network',
  summary: 'One code for each item, without a distribution: the narrow part of an autoencoder',
  help: 'Gives every item a single point in z. Nothing says where the points may lie or what is between them: codes leave gaps, and a z from a gap decodes to nothing known. The fewer numbers z has, the more of the data it must leave out. Open it to wire the layers.',
  formula: 'z = f_\\phi(x)',
  source: 'Hinton & Salakhutdinov 2006',
  keywords: ['autoencoder', 'ae', 'bottleneck', 'deterministic', 'compression', 'encoder'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: { z: { label: 'z', kinds: ['latent'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {
    latent: { ...latentWidth, help: 'Numbers in z, the bottleneck. Two can be seen as a plane; more keep more of x.' },
  },
  holds: 'network',
  presets: encoderPresets,
  build: (context) => ({
    z: { kind: 'latent', tensor: encode(context, context.tensor('x')) },
    network: {
      kind: 'network',
      network: { id: context.held(), role: 'encoder', itemShape: [context.number('latent')] },
    },
  }),
  probe: (context) => ({
    role: 'encode',
    itemShape: context.tensor('x').shape.slice(1),
    width: context.number('latent'),
    encode: (x) => ({ mean: encode(context, x) }),
  }),
});

const reconstructionMetric = defineNode({
  type: 'metric.reconstruction',
  version: 1,
  title: 'Held-out reconstruction',
  level: 'study',
  category: 'metric',
  summary: 'How badly data never trained on is reconstructed',
  help: 'The loss of a Reconstruction, averaged over the whole held-out set. Where z is wired in, the measure is named after its width, so that bottlenecks of several widths stand beside each other.',
  formula: '\\mathbb E_{x}\\left[ \\lVert x - g_\\theta(f_\\phi(x)) \\rVert^2 \\right]',
  source: 'Hinton & Salakhutdinov 2006',
  keywords: ['autoencoder', 'test loss', 'bottleneck', 'rate', 'distortion', 'mse'],
  inputs: {
    reconstruction: { label: 'loss', kinds: ['loss'] },
    z: { label: 'z', kinds: ['latent'], help: 'The code that it is reconstructed from.', optional: true },
  },
  outputs: {},
  settings: {},
  build: (context) => {
    const z = context.optionalInput('z');
    const width = z && 'tensor' in z ? `_${z.tensor.shape.slice(1).join('x')}` : '';
    context.measure(`test_reconstruction${width}`, context.tensor('reconstruction'));
    return {};
  },
});

/** Codes without a distribution. */
export const autoencoder = [codeEncoder, reconstructionMetric];
