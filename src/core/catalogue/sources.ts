import { lineSet, lineSets, pointSet, pointSets } from '../data';
import type { Settings } from '../graph/document';
import { set } from './remedies';
import { defineNode } from './types';

const batchSize = {
  type: 'integer',
  label: 'Batch size',
  help: 'Items seen at every step.',
  default: 128,
  min: 1,
  max: 4_096,
  scale: 'log',
} as const;

export const mnist = defineNode({
  type: 'data.mnist',
  version: 1,
  title: 'MNIST digits',
  level: 'study',
  category: 'data',
  summary: '70 000 handwritten digits, 28 × 28 grey',
  help: 'Grey levels in [0, 1]. 60 000 digits train; 10 000 are held out and only measure. Every digit is seen equally often, in a new order each epoch.',
  source: 'LeCun, Cortes & Burges, The MNIST database',
  keywords: ['images', 'handwriting', 'dataset'],
  inputs: {},
  outputs: {
    x: { label: 'images', kinds: ['data'] },
    label: { label: 'labels', kinds: ['label'] },
  },
  settings: {
    layout: {
      type: 'choice',
      label: 'Layout',
      help: 'MLPs take rows of 784 numbers, convolutions take images.',
      default: 'vector',
      options: [
        { value: 'vector', label: 'Row of 784' },
        { value: 'image', label: 'Image 1 × 28 × 28' },
      ],
    },
    batch_size: batchSize,
  },
  dataset: () => ({ type: 'mnist' }),
  build: (context) => {
    const batch = context.batchSize ?? context.number('batch_size');
    const shape = context.text('layout') === 'image' ? [batch, 1, 28, 28] : [batch, 784];
    return {
      x: { kind: 'data', tensor: context.batch('x', shape) },
      label: { kind: 'label', tensor: context.batch('label', [batch]), classes: 10 },
    };
  },
});

const fashionMnist = defineNode({
  type: 'data.fashion_mnist',
  version: 1,
  title: 'Fashion-MNIST clothes',
  level: 'study',
  category: 'data',
  summary: '10 000 pictures of clothes, 28 × 28 grey: what a model of digits has never seen',
  help: 'Grey levels in [0, 1], in the shape of MNIST. Half of the pictures may train, the other 5 000 are held out and only measure; wire them in where outliers are asked for, and no model is trained on them.',
  source: 'Xiao, Rasul & Vollgraf 2017 (Fashion-MNIST)',
  keywords: ['images', 'clothes', 'outliers', 'out of distribution', 'dataset'],
  inputs: {},
  outputs: {
    x: { label: 'images', kinds: ['data'] },
    label: { label: 'labels', kinds: ['label'] },
  },
  settings: mnist.settings,
  dataset: () => ({ type: 'fashion-mnist' }),
  build: mnist.build,
});

const drawnPoints = (settings: Settings): readonly (readonly [number, number])[] => {
  const points = settings.points;
  return Array.isArray(points) ? points.filter((p): p is [number, number] => Array.isArray(p)) : [];
};

export const points = defineNode({
  type: 'data.points',
  version: 1,
  title: 'Points in the plane',
  level: 'study',
  category: 'data',
  summary: 'Eight two-dimensional sets, one of them drawn by hand',
  help: 'Small worlds in which everything a model learns can be seen. Each set is scaled to mean 0 and standard deviation 1. Points are drawn anew at every step, so there is no memorising.',
  source: 'Toy sets as in Grathwohl et al. 2019 (FFJORD)',
  keywords: [
    'toy',
    '2d',
    'gaussians',
    'moons',
    'swiss roll',
    'checkerboard',
    'spirals',
    'rings',
    'pinwheel',
    'drawn',
    'dataset',
  ],
  inputs: {},
  outputs: {
    x: { label: 'points', kinds: ['data'] },
    label: { label: 'labels', kinds: ['label'] },
  },
  settings: {
    set: {
      type: 'choice',
      label: 'Set',
      help: 'What the points look like.',
      default: 'eight-gaussians',
      options: pointSets.map(({ id, title }) => ({ value: id, label: title })),
    },
    points: {
      type: 'points',
      label: 'Drawing',
      help: 'Draw where the data should be.',
      default: [],
      visibleWhen: { setting: 'set', is: ['drawn'] },
    },
    batch_size: { ...batchSize, default: 512 },
  },
  dataset: (settings) => ({ type: 'points', set: String(settings.set), drawn: drawnPoints(settings) }),
  build: (context) => {
    if (context.text('set') === 'drawn' && drawnPoints(context.settings).length === 0)
      context.fail(
        'has no drawing yet; draw some points in the inspector or choose another set.',
        set('set', 'eight-gaussians', 'Choose eight Gaussians'),
      );
    const batch = context.batchSize ?? context.number('batch_size');
    return {
      x: { kind: 'data', tensor: context.batch('x', [batch, 2]) },
      label: {
        kind: 'label',
        tensor: context.batch('label', [batch]),
        classes: pointSet(context.text('set')).labelCount,
      },
    };
  },
});

export const line = defineNode({
  type: 'data.line',
  version: 1,
  title: 'Numbers on a line',
  level: 'study',
  category: 'data',
  summary: 'One-dimensional sets whose density is known',
  help: 'The smallest worlds of all: what a model learned can be drawn as a curve beside the truth. Each set is scaled to mean 0 and standard deviation 1. Numbers are drawn anew at every step, so there is no memorising.',
  source: 'Mixtures of normal and uniform distributions',
  keywords: ['toy', '1d', 'one-dimensional', 'gaussians', 'mixture', 'density', 'dataset'],
  inputs: {},
  outputs: {
    x: { label: 'numbers', kinds: ['data'] },
    label: { label: 'labels', kinds: ['label'] },
  },
  settings: {
    set: {
      type: 'choice',
      label: 'Set',
      help: 'How the numbers lie.',
      default: 'two-bells',
      options: lineSets.map(({ id, title }) => ({ value: id, label: title })),
    },
    batch_size: { ...batchSize, default: 512 },
  },
  dataset: (settings) => ({ type: 'line', set: String(settings.set) }),
  build: (context) => {
    const batch = context.batchSize ?? context.number('batch_size');
    const { labelCount } = lineSet(context.text('set'));
    return {
      x: { kind: 'data', tensor: context.batch('x', [batch, 1]) },
      label: { kind: 'label', tensor: context.batch('label', [batch]), classes: labelCount },
    };
  },
});

const normalPrior = defineNode({
  type: 'prior.normal',
  version: 1,
  title: 'Gaussian noise',
  level: 'study',
  category: 'latent',
  summary: 'Standard normal noise in the shape of what is wired in',
  help: 'Drawn anew at every step from the seed of the run: a run can be repeated bit for bit.',
  formula: '\\epsilon \\sim \\mathcal N(0, I)',
  keywords: ['noise', 'prior', 'epsilon'],
  inputs: { like: { label: 'like', kinds: ['data', 'latent'], help: 'The noise takes this shape.' } },
  outputs: { noise: { label: 'ε', kinds: ['noise'] } },
  settings: {},
  build: (context) => ({
    noise: { kind: 'noise', tensor: context.random('noise', context.tensor('like').shape, 'normal') },
  }),
});

const uniformTime = defineNode({
  type: 'time.uniform',
  version: 1,
  title: 'Time',
  level: 'study',
  category: 'latent',
  summary: 'One random time per item: 0 is data, 1 is noise',
  help: 'Each item of the batch gets its own t, so that one step teaches the network about all noise levels.',
  source: 'Liu et al. 2022; Lipman et al. 2023',
  formula: 't \\sim \\mathcal U[0, 1]',
  keywords: ['timestep', 'noise level'],
  inputs: { like: { label: 'like', kinds: ['data', 'latent'], help: 'One time for each item of this batch.' } },
  outputs: { t: { label: 't', kinds: ['time'] } },
  settings: {},
  build: (context) => ({
    t: { kind: 'time', tensor: context.random('t', [context.tensor('like').shape[0]], 'uniform') },
  }),
});

export const sources = [mnist, fashionMnist, points, line, normalPrior, uniformTime];
