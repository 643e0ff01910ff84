import { reshape, sizeOf, type Tensor } from '../tensor';
import { mapEncoderPresets } from './presets';
import { type BuildContext, defineNode } from './types';

/** x (n, …) → maps (n, channels, rows, columns). */
const encode = (context: BuildContext, x: Tensor): Tensor =>
  context.network({ x }, [x.shape[0], ...context.integers('latent_shape')]);

const mapEncoder = defineNode({
  type: 'network.map_encoder',
  version: 1,
  title: 'Map encoder',
  level: 'study',
  category: 'network',
  summary: 'Pictures to small maps of latent vectors, one for each place',
  help: 'Gives every item a picture of latents: fewer rows and columns than it has pixels, and several channels at each. What lies where stays known, so that each place can be told by a code of its own. Open it to wire the layers.',
  formula: 'z_e = f_\\phi(x) \\in \\mathbb R^{C \\times H \\times W}',
  source: 'van den Oord, Vinyals & Kavukcuoglu 2017, section 4.1',
  keywords: ['encoder', 'feature map', 'latent', 'deterministic', 'vq-vae', 'tokenizer', 'compression'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: { z: { label: 'z', kinds: ['latent'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {
    latent_shape: {
      type: 'integers',
      label: 'Latent shape',
      help: 'Channels, rows and columns of z: 16, 7, 7 gives each of 49 places a vector of 16 numbers.',
      default: [16, 7, 7],
      min: 1,
      max: 4_096,
      minLength: 3,
      maxLength: 3,
    },
  },
  holds: 'network',
  presets: mapEncoderPresets,
  build: (context) => ({
    z: { kind: 'latent', tensor: encode(context, context.tensor('x')) },
    network: {
      kind: 'network',
      network: { id: context.held(), role: 'encoder', itemShape: context.integers('latent_shape') },
    },
  }),
  probe: (context) => {
    const width = sizeOf(context.integers('latent_shape'));
    return {
      role: 'encode',
      itemShape: context.tensor('x').shape.slice(1),
      width,
      encode: (x) => ({ mean: reshape(encode(context, x), [x.shape[0], width]) }),
    };
  },
});

export const mapEncoders = [mapEncoder];
