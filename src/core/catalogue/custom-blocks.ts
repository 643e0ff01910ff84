import { fedBack } from '../graph/node-ports';
import { own } from '../graph/place';
import type { Tensor } from '../tensor';
import { defineLayer, one, show, x, y } from './layer-tools';
import { blockPresets } from './presets';
import { takeOut } from './remedies';
import type { BuildContext } from './types';

const PORT_HELP = 'Its name is the name of the port; ports stand in the order of these nodes from top to bottom.';

const blockInput = defineLayer({
  type: 'block.input',
  title: 'Block input',
  category: 'input/output',
  summary: 'A port by which something enters the block',
  help: `What the wire into the block carries. ${PORT_HELP}`,
  keywords: ['port', 'argument'],
  inputs: {},
  outputs: y,
  settings: {
    optional: {
      type: 'toggle',
      label: 'May stay free',
      help: 'Without a wire, what follows from this port inside the block is left out.',
      default: false,
    },
  },
  build: (context) => {
    if (context.surroundings?.block === false)
      context.fail('belongs inside a block; use Input here.', takeOut(context));
    const value = context.surroundings?.inputs[context.node];
    return value ? one(value) : {};
  },
});

const blockOutput = defineLayer({
  type: 'block.output',
  title: 'Block output',
  category: 'input/output',
  summary: 'A port by which something leaves the block',
  help: `What the wire from the block carries. ${PORT_HELP}`,
  keywords: ['port', 'result', 'return'],
  inputs: x,
  outputs: {},
  build: (context) => {
    if (context.surroundings?.block === false)
      context.fail('belongs inside a block; use Output here.', takeOut(context));
    return one(context.tensor('x'));
  },
});

const nextInputs = (
  context: BuildContext,
  inputs: Readonly<Record<string, Tensor | undefined>>,
  outputs: Readonly<Record<string, Tensor>>,
): Record<string, Tensor | undefined> => {
  const next = { ...inputs };
  for (const [from, to] of fedBack(context.ports)) {
    const [given, taken] = [own(outputs, from), inputs[to]];
    if (!given || !taken) continue;
    if (show(given.shape) !== show(taken.shape))
      context.fail(
        `repeats ${context.number('repeat')} times, so what leaves by "${context.ports.outputs[from].label}" must have the shape of what enters by "${context.ports.inputs[to].label}"; ${show(taken.shape)} becomes ${show(given.shape)}.`,
        { type: 'set', label: 'Run it once', setting: 'repeat', value: 1 },
      );
    next[to] = given;
  }
  return next;
};

const customBlock = defineLayer({
  type: 'block.custom',
  title: 'Block',
  category: 'block',
  summary: 'Layers of your own behind named ports, repeated as often as you like',
  help: 'Open it to wire what is inside; Block inputs and outputs there are its ports. Repeated, what leaves by a port enters by the port of the same name (the first output by the first input), and the other inputs stay as they are. Two blocks that hold the same graph are tied: they share it and its weights.',
  formula: 'y = f_N(\\cdots f_2(f_1(x)) \\cdots)',
  keywords: ['subgraph', 'group', 'repeat', 'loop', 'module', 'function', 'tied'],
  holds: 'block',
  presets: blockPresets,
  inputs: {},
  outputs: {},
  settings: {
    repeat: {
      type: 'integer',
      label: 'Repeat',
      help: 'How often the block runs, each time on what the time before gave.',
      default: 1,
      min: 1,
      max: 64,
    },
    weights: {
      type: 'choice',
      label: 'Weights',
      help: 'Of their own for each repetition, or one set for all, as a recurrent network has.',
      default: 'own',
      options: [
        { value: 'own', label: 'Own in each repetition' },
        { value: 'shared', label: 'Shared by all' },
      ],
    },
  },
  build: (context) => {
    let inputs: Record<string, Tensor | undefined> = {};
    for (const [key, { optional }] of Object.entries(context.ports.inputs)) {
      const given = optional ? context.optionalInput(key) : context.input(key);
      inputs[key] = given && 'tensor' in given ? given.tensor : undefined;
    }
    const times = context.number('repeat');
    const own = times > 1 && context.text('weights') === 'own';
    let outputs: Record<string, Tensor> = {};
    for (let i = 0; i < times; i++) {
      if (i > 0) inputs = nextInputs(context, inputs, outputs);
      outputs = context.block(inputs, own ? i : null);
    }
    return Object.fromEntries(Object.entries(outputs).map(([key, tensor]) => [key, { kind: 'tensor', tensor }]));
  },
});

export const customBlocks = [customBlock, blockInput, blockOutput];
