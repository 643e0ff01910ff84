import { expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, compilePlan } from '../../../src/core/compile';
import { defaultSettings } from '../../../src/core/graph';
import type { GraphNode, ProjectDocument } from '../../../src/core/graph/document';
import { momentsOf } from '../../../src/core/tensor';
import { assigned, parsed, template, wire } from './documents';

const of = (id: string, type: string, settings: GraphNode['settings'] = {}): GraphNode => {
  const definition = catalogue.find(type);
  if (!definition) throw new Error(`There is no ${type}.`);
  return { id, type, version: 1, position: { x: 0, y: 0 }, settings: { ...defaultSettings(definition), ...settings } };
};

/** A mixture of points under a trainer. */
const study = (trainer: string, fit = 'em'): ProjectDocument =>
  parsed({
    ...template('density-2d'),
    study: {
      nodes: [
        of('data', 'data.points', { batch_size: 64 }),
        of('mixture', 'density.mixture', { fit }),
        of('nll', 'objective.nll'),
        of('trainer', trainer, { steps: 10 }),
      ],
      edges: [
        wire('data.x', 'mixture.x'),
        wire('mixture.log_prob', 'nll.log_prob'),
        wire('nll.loss', 'trainer.losses'),
      ],
      notes: [],
      groups: [],
    },
  });

const errors = (document: ProjectDocument): string[] =>
  analyse(document, catalogue)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

test('a fit has no weights to update, no moments and no numbers of an optimiser, and moves its statistics', () => {
  expect(errors(study('trainer.fit'))).toEqual([]);
  const { step, turns } = compilePlan(study('trainer.fit'), catalogue);
  expect(turns).toHaveLength(1);
  const group = step.groups[turns[0].group];
  expect(momentsOf(group)).toEqual([]);
  expect(group.layout.size).toBe(0);
  expect(step.program.inputs.map(({ name }) => name)).not.toContain(group.scalarsInput);
  expect(step.program.outputs.filter(({ name }) => name.startsWith('next:'))).toHaveLength(4);
});

test('a fit where weights need gradients, and an optimiser where nothing has any, are told apart', () => {
  expect(errors(study('trainer.fit', 'gradient'))).toEqual([
    'Fit follows no gradient, but the weights of Gaussian mixture need one; put an Adam trainer in its place.',
  ]);
  expect(errors(study('trainer.adam'))).toEqual([
    'Nothing here follows a gradient: what learns in this study is fitted in closed form; put the Fit trainer in place of this one.',
  ]);
  expect(errors(study('trainer.adam', 'gradient'))).toEqual([]);
});

test('beside an optimiser a fit takes its own turn, with the statistics that its losses lead back to', () => {
  const document = study('trainer.fit');
  const { nodes, edges } = document.study;
  const both: ProjectDocument = {
    ...document,
    study: {
      ...document.study,
      nodes: [
        ...nodes,
        of('other', 'density.mixture', { fit: 'gradient' }),
        of('other_nll', 'objective.nll'),
        of('adam', 'trainer.adam'),
      ],
      edges: [
        ...edges,
        ...[
          wire('data.x', 'other.x'),
          wire('other.log_prob', 'other_nll.log_prob'),
          wire('other_nll.loss', 'adam.losses'),
        ],
      ],
    },
  };
  expect(errors(parsed(both))).toEqual([]);
  const { layouts, turns } = compilePlan(parsed(both), catalogue);
  expect(turns.map(({ trainer }) => trainer)).toEqual(['trainer', 'adam']);
  const names = layouts.map(({ entries }) => entries.map(({ name }) => name.split('/')[0]));
  expect(new Set(names[0])).toEqual(new Set(['mixture']));
  expect(new Set(names[1])).toEqual(new Set(['other']));
});

test('too few items to begin at and too many numbers for a full covariance are said in one sentence', () => {
  expect(errors(assigned(study('trainer.fit'), 'mixture.components=100'))).toEqual([
    'Gaussian mixture has 100 components, but a batch of 64 to begin at; choose a larger batch or fewer components.',
  ]);
  const digits = study('trainer.fit');
  const nodes = digits.study.nodes.map((node) => (node.id === 'data' ? of('data', 'data.mnist') : node));
  const { problems } = analyse(parsed({ ...digits, study: { ...digits.study, nodes } }), catalogue);
  expect(problems[0].message).toContain('has a full covariance of 784 × 784');
  expect(problems[0].fixes).toEqual([
    { type: 'set', label: 'Choose diagonal', setting: 'covariance', value: 'diagonal' },
  ]);
});
