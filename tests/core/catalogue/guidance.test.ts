import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, trace } from '../../../src/core/compile';
import { placeKey } from '../../../src/core/compile/place-key';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { buildProgram, interpret } from '../../../src/core/tensor';
import { assigned, errorsOf, node, parsed, tinyFlow, tinyGuidance, wire } from '../compile/documents';

/** What Drop labels makes of labels 0 to 4 in turn, from given random numbers. */
const dropped = (document: ProjectDocument, uniform: number[], probability: number, batchSize?: number) => {
  const value = trace(document, catalogue, { batchSize }).outputs.get(placeKey(undefined, 'drop', 'y'));
  if (value?.kind !== 'label') throw new Error('Drop labels gives labels');
  const { tensor, classes, none } = value;
  const labels = uniform.map((_, i) => i % 5);
  const given: Record<string, number[]> = {
    'data.label': labels,
    'drop.drop': uniform,
    'drop.probability': [probability],
  };
  const program = buildProgram('drop', { tensor });
  const feeds = Object.fromEntries(program.inputs.map(({ name }) => [name, given[name]]));
  return { labels: Array.from(interpret(program, feeds).tensor), classes, none };
};

describe('Drop labels', () => {
  const uniform = [0, 0.1, 0.29, 0.3, 0.5, 0.99, 0.2, 0.4];
  const document = assigned(tinyGuidance(), 'data.batch_size=8');

  test('hides those whose number is below the probability behind one label more', () => {
    const { labels, classes, none } = dropped(document, uniform, 0.3);
    expect(labels).toEqual([5, 5, 5, 3, 4, 0, 5, 2]);
    expect([classes, none]).toEqual([6, 5]);
  });

  test('hides none at 0 and all at 1', () => {
    expect(dropped(document, uniform, 0).labels).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
    expect(dropped(document, uniform, 1).labels).toEqual(uniform.map(() => 5));
  });

  test('hides none where nothing is trained', () => {
    expect(dropped(document, uniform, 1, 8).labels).toEqual([0, 1, 2, 3, 4, 0, 1, 2]);
  });

  test('asks for a table with one entry more, and offers to set it', () => {
    const short = assigned(tinyGuidance(), 'denoiser/table.entries=5');
    expect(errorsOf(short)).toEqual([
      ['denoiser', 'table', expect.stringContaining('has 5 entries but gets labels up to 5; set its entries to 6.')],
    ]);
    expect(analyse(short, catalogue).problems[0].fixes).toContainEqual(
      expect.objectContaining({ type: 'set', setting: 'entries', value: 6 }),
    );
  });

  test('twice in a line is a problem', () => {
    const base = tinyGuidance();
    const { study } = base;
    const twice = parsed({
      ...base,
      study: {
        ...study,
        nodes: [...study.nodes, node('again', 'operation.drop_labels')],
        edges: [
          ...study.edges.filter(({ target }) => !(target.node === 'denoiser' && target.port === 'y')),
          wire('drop.y', 'again.y'),
          wire('again.y', 'denoiser.y'),
        ],
      },
    });
    expect(errorsOf(twice)).toContainEqual([
      undefined,
      'again',
      'Drop labels gets labels of which some are dropped already; take one of the two out.',
    ]);
  });
});

describe('a sampler with guidance', () => {
  const guidance = (document: ProjectDocument) => errorsOf(document).map(([, id, message]) => [id, message]);

  test('needs a network that takes labels', () => {
    expect(guidance(assigned(tinyFlow(), 'sampler.guidance_scale=2'))).toEqual([
      [
        'sampler',
        'Euler sampler cannot guide, as its network takes no labels; wire labels through Drop labels into the denoiser, or set Guidance to 1.',
      ],
    ]);
  });

  test('needs a network that learned to do without them', () => {
    const { study, ...rest } = tinyGuidance();
    const nodes = study.nodes.map((each) => (each.id === 'drop' ? { ...each, mode: 'bypass' } : each));
    const plain = parsed({ ...rest, study: { ...study, nodes } });
    expect(guidance(plain)).toEqual([
      [
        'guided',
        'Guided cannot guide, as its network never learned to do without a label; put Drop labels between the labels and the denoiser, or set Guidance to 1.',
      ],
    ]);
    expect(guidance(assigned(plain, 'guided.guidance_scale=1'))).toEqual([]);
    expect(guidance(tinyGuidance())).toEqual([]);
  });
});

test.each(catalogue.all.flatMap(({ type, sampler }) => (sampler ? [type] : [])))(
  '%s takes the place of Euler',
  (type) => {
    const retyped = parsed(JSON.stringify(tinyFlow()).replace('sampler.euler', type));
    expect(analyse(retyped, catalogue).problems).toEqual([]);
  },
);
