/** What is said about wires that do not fit, and about studies that do not train as a whole. */

import type { Row } from './wrong-wiring-rows';

export const studyRows = {
  'required input without a wire': [
    [
      'error',
      { node: 'decoder', port: 'z' },
      '"z" of Decoder is not connected; connect latent values or noise to it.',
      ['Connect Reparameterize', 'Add Reparameterize'],
    ],
  ],
  'noise without a wire': [
    [
      'error',
      { node: 'path', port: 'noise' },
      '"ε" of Add noise is not connected; connect noise to it.',
      ['Add Gaussian noise'],
    ],
    [
      'error',
      { node: 'velocity', port: 'noise' },
      '"ε" of Velocity loss is not connected; connect noise to it.',
      ['Add Gaussian noise'],
    ],
  ],
  'layer without a wire': [
    [
      'error',
      { network: 'denoiser', node: 'embedding', port: 't' },
      '"t" of Time embedding is not connected; connect a wire to it.',
      ['Connect Input', 'Add Input'],
    ],
  ],
  'sampler without a network': [
    [
      'error',
      { node: 'sampler', port: 'network' },
      '"network" of Euler sampler is not connected; connect a network to it.',
      ['Connect "network" of Denoiser', 'Add Denoiser'],
    ],
  ],
  'two wires into one input': [
    [
      'error',
      { node: 'denoiser', port: 'x_t', edge: 'data_x-denoiser_x_t' },
      '"x_t" of Denoiser takes one wire; delete the others.',
      ['Delete the second wire'],
    ],
  ],
  'one loss twice into a trainer': [
    [
      'error',
      { node: 'trainer', port: 'losses', edge: 'again' },
      'The wire from "β · KL" of KL divergence to "losses" of Trainer is there twice; delete one of the two.',
      ['Delete the wire'],
    ],
  ],
  'label where a latent belongs': [
    [
      'error',
      { node: 'decoder', port: 'z', edge: 'data_label-decoder_z' },
      'The wire from "labels" of MNIST digits to "z" of Decoder does not fit: z takes latent values or noise; labels are classes.',
      ['Delete the wire'],
    ],
  ],
  'distribution where data belongs': [
    [
      'error',
      { node: 'reconstruction', port: 'prediction', edge: 'encoder_q-reconstruction_prediction' },
      'The wire from "μ, log σ²" of Encoder to "x̂" of Reconstruction does not fit: x̂ takes data; μ, log σ² is a distribution.',
      ['Delete the wire'],
    ],
  ],
  'wire to a port that is not there': [
    [
      'error',
      { node: 'encoder', port: 'input', edge: 'stray' },
      'Encoder has no input "input"; delete the wire.',
      ['Delete the wire'],
    ],
  ],
  loop: [
    [
      'error',
      { network: 'encoder', node: 'mlp' },
      'The wires form a loop (MLP → Add → MLP); delete one of them.',
      ['Delete the wire from Add to MLP'],
    ],
  ],
  'study node inside a network': [
    [
      'error',
      { network: 'encoder', node: 'odd' },
      'KL divergence belongs in the study, not inside a network; delete it here.',
      ['Delete it'],
    ],
  ],
  'loss with no trainer': [
    [
      'error',
      { node: 'velocity', port: 'loss' },
      'The loss of Velocity loss trains nothing; wire it into a Trainer.',
      ['Add Adam trainer'],
    ],
  ],
  'one of two losses with no trainer': [
    [
      'warning',
      { node: 'kl', port: 'loss' },
      'The loss of KL divergence trains nothing; wire it into a Trainer.',
      ['Connect it to Trainer'],
    ],
  ],
  'trainer without a loss': [
    [
      'error',
      { node: 'trainer', port: 'losses' },
      '"losses" of Trainer is not connected; connect a loss to it.',
      ['Connect "loss" of Reconstruction', 'Connect "β · KL" of KL divergence'],
    ],
  ],
  'two trainers on one loss': [
    [
      'error',
      { node: 'second' },
      'Denoiser would be updated by both Trainer and SGD trainer; wire its network into the one that shall update it, or delete one of them.',
      ['Let Trainer update Denoiser', 'Let SGD trainer update Denoiser', 'Delete this trainer'],
    ],
  ],
  'trainer muted': [
    [
      'error',
      { node: 'trainer' },
      'Nothing trains: the Trainer is muted, or everything that it needs is; unmute them.',
      ['Unmute it'],
    ],
  ],
  'network that no loss reaches': [
    [
      'warning',
      { node: 'spare' },
      'No loss reaches Denoiser, so its weights stay as they start; lead what it gives to an objective, or mute it.',
      ['Mute it'],
    ],
  ],
  'node that feeds nothing': [
    ['warning', { node: 'spare' }, 'Gaussian noise feeds nothing; connect it or delete it.', ['Delete it']],
  ],
  'bypass of what cannot be': [
    [
      'error',
      { node: 'encoder' },
      'Encoder cannot be bypassed: nothing that enters it could leave by "μ, log σ²"; mute it instead.',
      ['Mute it', 'End bypass'],
    ],
  ],
  'noise of another shape': [
    [
      'error',
      { node: 'path' },
      'Add noise needs "x" and "noise" in one shape but gets 512 × 2 and 512 × 784; wire both from the same data.',
      [],
    ],
  ],
  'plane measured on pictures': [
    [
      'warning',
      { node: 'quality' },
      'Sample quality measures points on a line or in the plane, but the sampler gives items of 784; take it out, or train on such points.',
      ['Take it out'],
    ],
  ],
  'tied networks of different shapes': [
    [
      'error',
      { node: 'denoiser' },
      'Denoiser shares its layers with Twin, but "MLP" holds 785 × 128 there and would have to hold 3 × 128 here; wire the same shapes into both, or give this one a copy of its own.',
      ['Give it a copy of its own'],
    ],
  ],
  'drawn set without a drawing': [
    [
      'error',
      { node: 'data' },
      'Points in the plane has no drawing yet; draw some points in the inspector or choose another set.',
      ['Choose eight Gaussians'],
    ],
  ],
} as const satisfies Readonly<Record<string, readonly Row[]>>;
