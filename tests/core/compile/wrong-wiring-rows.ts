/** What is said about each of the wrong wirings, where, and what is offered to put it right. */

import type { Place, Problem } from '../../../src/core/graph/document';
import { studyRows } from './wrong-study-rows';
import type { documents } from './wrong-wiring-documents';

/** Severity, what is outlined, the sentence, and the labels of its fixes. */
export type Row = readonly [severity: Problem['severity'], place: Place, sentence: string, fixes: readonly string[]];

/** Inside networks and blocks, then what is about wires and the study. */
export const rows: Readonly<Record<keyof typeof documents, readonly Row[]>> = {
  'picture layer on rows': [
    [
      'error',
      { network: 'encoder', node: 'conv' },
      'Convolution needs images (batch × channels × height × width) but gets 128 × 784; set the data\'s layout to "image" or insert Reshape before it.',
      ['Set layout to image', 'Insert Reshape to 1 × 28 × 28'],
    ],
  ],
  'picture layer in a denoiser of rows': [
    [
      'error',
      { network: 'denoiser', node: 'stem' },
      'Convolution needs images (batch × channels × height × width) but gets 4 × 784; set the data\'s layout to "image" or insert Reshape before it.',
      ['Set layout to image', 'Insert Reshape to 1 × 28 × 28'],
    ],
  ],
  'sequence layer on pictures': [
    [
      'error',
      { network: 'encoder', node: 'attention' },
      'Self-attention needs a sequence (batch × steps × features) but gets 128 × 1 × 28 × 28; insert Patchify before it.',
      ['Insert Patchify'],
    ],
  ],
  'decoder of another shape than the data': [
    [
      'error',
      { node: 'reconstruction' },
      'Reconstruction compares 100 from the decoder with 784 from the data; set the decoder’s output shape to 784.',
      ['Set output shape to 784'],
    ],
  ],
  'channels not divisible by groups': [
    [
      'error',
      { network: 'encoder', node: 'norm' },
      'Group norm cannot part 12 channels into 8 groups; choose a number that divides 12.',
      ['Set groups to 6'],
    ],
  ],
  'features not divisible by heads': [
    [
      'error',
      { network: 'encoder', node: 'attention' },
      'Self-attention cannot part 100 features into 8 heads; choose a number that divides 100.',
      ['Set heads to 10'],
    ],
  ],
  'picture not divisible by patches': [
    [
      'error',
      { network: 'encoder', node: 'patches' },
      'Patchify cannot part 28 rows of pixels into patches of 8; choose a number that divides 28.',
      ['Set patch to 7'],
    ],
  ],
  'labels into a linear layer': [
    [
      'error',
      { network: 'it', node: 'direct' },
      'Linear needs real numbers but gets labels or tokens; put an Embedding before it.',
      ['Insert Embedding'],
    ],
  ],
  'time without an embedding': [
    [
      'error',
      { network: 'denoiser', node: 'both' },
      'Concat cannot join 512 × 2 and 512: they may differ in the first axis after the batch only; put a Time embedding after t.',
      ['Insert Time embedding'],
    ],
  ],
  'time as a condition': [
    [
      'error',
      { network: 'it', node: 'down1' },
      'Residual block needs one vector an item (batch × features) on "condition" but gets one number an item; insert a Time embedding before it.',
      ['Insert Time embedding'],
    ],
  ],
  'sum of different widths': [
    [
      'error',
      { network: 'denoiser', node: 'sum' },
      'Add cannot add 512 × 64 and 512 × 32; put a layer before one so that both agree.',
      ['Insert Linear (width 64)'],
    ],
  ],
  'skip joined at another size': [
    [
      'error',
      { network: 'it', node: 'join2' },
      'Join skip cannot join 2 × 64 × 7 × 7 and 2 × 64 × 14 × 14: they may differ in the first axis after the batch only; bring both to one size, for instance by Upsample.',
      ['Insert Upsample (factor 2)'],
    ],
  ],
  'sum of pictures with different channels': [
    [
      'error',
      { network: 'encoder', node: 'sum' },
      'Add cannot add 128 × 8 × 28 × 28 and 128 × 1 × 28 × 28; put a layer before one so that both agree.',
      ['Insert 1 × 1 convolution (8 channels)'],
    ],
  ],
  'picture layer on a sequence': [
    [
      'error',
      { network: 'encoder', node: 'conv' },
      'Convolution needs images (batch × channels × height × width) but gets 128 × 49 × 16; insert Unpatchify or Reshape before it.',
      ['Insert Unpatchify'],
    ],
  ],
  'signal layer on rows': [
    [
      'error',
      { network: 'encoder', node: 'conv' },
      'Convolution 1-D needs signals (batch × channels × length) but gets 128 × 784; insert Reshape or Swap axes before it.',
      ['Insert Reshape to 1 × 784'],
    ],
  ],
  'pool of single vectors': [
    [
      'error',
      { network: 'encoder', node: 'pool' },
      'Global average pool needs pictures or sequences but gets 128 × 784; leave it out.',
      ['Take it out'],
    ],
  ],
  'pool that pads too far': [
    [
      'error',
      { network: 'encoder', node: 'pool' },
      'Max pool pads 2 around windows of 2; pad at most half the window.',
      ['Set padding to 1'],
    ],
  ],
  'rotary positions on odd heads': [
    [
      'error',
      { network: 'encoder', node: 'attention' },
      'Self-attention needs an even number of features a head for rotary positions but has 5; change the heads.',
      ['Set heads to 5', 'Turn rotary positions off'],
    ],
  ],
  'vectors whose axes are swapped': [
    [
      'error',
      { network: 'encoder', node: 'swap' },
      'Swap axes needs two axes to swap but gets 128 × 784; leave it out.',
      ['Take it out'],
    ],
  ],
  'sequence as a condition': [
    [
      'error',
      { network: 'it', node: 'modulate' },
      'Modulate needs one vector an item (batch × features) on "condition" but gets 2 × 49 × 128; insert Flatten or Global average pool before it.',
      ['Insert Flatten', 'Insert Global average pool'],
    ],
  ],
  'reshape that does not hold what comes': [
    [
      'error',
      { network: 'decoder', node: 'maps' },
      'Reshape gets 2 numbers an item, but 64 × 7 × 7 holds 3136; change the shape or the layer before it.',
      ['Insert Linear (width 3136)'],
    ],
  ],
  'embedding with fewer rows than labels': [
    [
      'error',
      { network: 'it', node: 'digit' },
      'Label table has 8 entries but gets labels up to 9; set its entries to 10.',
      ['Set entries to 10'],
    ],
  ],
  'even kernel with a mask': [
    [
      'error',
      { network: 'encoder', node: 'look' },
      'Masked convolution needs an odd kernel but has 4; choose 3 or 5.',
      ['Set kernel to 3', 'Set kernel to 5'],
    ],
  ],
  'input that the network is not given': [
    [
      'error',
      { network: 'decoder', node: 'input' },
      'Input asks for "x", which this network is not given; choose "z".',
      ['Ask for z'],
    ],
  ],
  'labels asked for but not wired': [
    [
      'error',
      { network: 'it', node: 'label' },
      'Input asks for "y", which this network is not given; choose "x" or "t", or wire labels into its node.',
      ['Ask for x', 'Ask for t'],
    ],
  ],
  'network that does not use the time': [
    [
      'warning',
      { node: 'denoiser', port: 't' },
      'Denoiser is given t, but nothing inside uses it; open it and add an Input for t.',
      [],
    ],
  ],
  'input of a network that goes nowhere': [
    [
      'warning',
      { network: 'denoiser', node: 'again' },
      'Input (t) enters here and goes nowhere; connect it or delete it.',
      ['Delete it'],
    ],
  ],
  'layer that leads nowhere': [
    [
      'warning',
      { network: 'encoder', node: 'side' },
      'Linear leads nowhere; connect what it gives or delete it.',
      ['Delete it'],
    ],
  ],
  'two Outputs': [
    [
      'error',
      { node: 'encoder' },
      'Encoder has 2 Output layers inside; open it and keep one.',
      ['Delete the last Output'],
    ],
  ],
  'no Output': [
    ['error', { node: 'encoder' }, 'Encoder has no Output layer inside; open it and add one.', ['Add Output']],
  ],
  'study input inside a block': [
    [
      'error',
      { network: 'mixer', node: 'odd' },
      'Input belongs in the network of a study node; use Block input here.',
      ['Take it out'],
    ],
  ],
  'network output inside a block': [
    [
      'error',
      { network: 'mixer', node: 'odd' },
      'Output belongs in the network of a study node; use Block output here.',
      ['Take it out'],
    ],
  ],
  'block port inside a network': [
    [
      'error',
      { network: 'encoder', node: 'odd' },
      'Block output belongs inside a block; use Output here.',
      ['Take it out'],
    ],
  ],
  'block in itself': [
    ['error', { network: 'mixer', node: 'again' }, 'Mixer holds itself; take it out of its own inside.', ['Delete it']],
  ],
  'repeated block that changes shape': [
    [
      'error',
      { network: 'encoder', node: 'block' },
      'Mixer repeats 3 times, so what leaves by "y" must have the shape of what enters by "x"; 128 × 784 becomes 128 × 8.',
      ['Run it once'],
    ],
  ],
  'block output that nothing takes': [
    [
      'warning',
      { network: 'encoder', node: 'block', port: 'more' },
      'Nothing takes "more" of Mixer; connect it, or delete that Block output inside.',
      ['Delete the Block output'],
    ],
  ],
  ...studyRows,
};
