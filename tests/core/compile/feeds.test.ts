import { expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { type BuildContext, type Catalogue, defineNode } from '../../../src/core/catalogue/types';
import { analyse, trace } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { add } from '../../../src/core/tensor';
import { node, tinyVae, wire } from './documents';

/** A loss node that asks for what a test wants to be fed. */
const asking = (ask: (context: BuildContext) => void): Catalogue => {
  const definition = defineNode({
    type: 'test.asking',
    version: 1,
    title: 'Asking',
    level: 'study',
    category: 'objective',
    summary: '',
    help: '',
    inputs: { loss: { label: 'loss', kinds: ['loss'] } },
    outputs: { loss: { label: 'loss', kinds: ['loss'] } },
    settings: { eps: { type: 'number', label: 'ε', help: '', default: 1, live: true } },
    build: (context) => {
      ask(context);
      return { loss: { kind: 'loss', tensor: add(context.tensor('loss'), context.live('eps')) } };
    },
  });
  return {
    all: [...catalogue.all, definition],
    find: (type) => (type === 'test.asking' ? definition : catalogue.find(type)),
  };
};

const document = (): ProjectDocument => {
  const { study, ...rest } = tinyVae();
  const edges = study.edges.map((edge) =>
    edge.source.node === 'kl' && edge.target.node === 'trainer'
      ? { ...edge, source: { node: 'asking', port: 'loss' } }
      : edge,
  );
  return {
    ...rest,
    study: {
      ...study,
      nodes: [...study.nodes, node('asking', 'test.asking', { eps: 1 })],
      edges: [...edges, wire('kl.loss', 'asking.loss')],
    },
  };
};

const problems = (ask: (context: BuildContext) => void): string[] =>
  analyse(document(), asking(ask)).problems.map(({ message }) => message);

test('one name of a node stands for one input: the same asked twice is the same tensor', () => {
  expect(problems((context) => context.live('eps'))).toEqual([]);
  expect(
    problems((context) => {
      const [a, b] = [1, 2].map(() => context.random('noise', [3], 'normal'));
      expect(a).toBe(b);
    }),
  ).toEqual([]);
  const traced = trace(
    document(),
    asking((context) => context.random('noise', [3], 'normal')),
  );
  expect([...traced.feeds.keys()]).toEqual(expect.arrayContaining(['asking.noise', 'asking.eps']));
});

test('a live setting and noise of one name are refused, by node and input', () => {
  const message =
    'Asking: "asking.eps" of node "asking" is fed as live and as random of "asking"; give one of them a name of its own.';
  expect(problems((context) => context.random('eps', [], 'normal'))).toEqual([message]);
});

test.each<[string, (context: BuildContext) => void]>([
  ['a batch', (context) => context.batch('x', [3])],
  ['another shape', (context) => context.random('x', [4], 'normal')],
  ['another distribution', (context) => context.random('x', [3], 'uniform')],
])('so are noise and %s', (_what, second) => {
  const found = problems((context) => {
    context.random('x', [3], 'normal');
    second(context);
  });
  expect(found).toEqual([expect.stringMatching(/^Asking: "asking\.x" of node "asking" is fed as /)]);
});
