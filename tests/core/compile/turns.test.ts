/** Several trainers in one study: who trains what, in which order, and on which batches. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, compilePlan, compileTurn } from '../../../src/core/compile';
import { commands, emptySelection } from '../../../src/core/graph';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { type HostData, initialState, interpret, namedState, nextState, stepScalars } from '../../../src/core/tensor';
import { assigned, changed, wire } from './documents';
import { tinyGan } from './gan-documents';
import { planOf, someFeeds } from './run';

interface Game {
  formulation: string;
  updates: number;
  before: Record<string, number[]>;
  steps: { feeds: Record<string, number[]>; d_loss: number; g_loss: number }[];
  after: Record<string, number[]>;
}

/** Written by tests/golden/make_adversarial.py. */
const { games }: { games: Game[] } = JSON.parse(
  readFileSync(new URL('../../golden/adversarial.json', import.meta.url), 'utf8'),
);

const expectNear = (found: ArrayLike<number>, expected: readonly number[], digits: number): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits);
  });
};

describe.each(games.map((game) => [game.formulation, game.updates, game] as const))(
  '%s, %s discriminator updates a step',
  (formulation, updates, game) => {
    const document = tinyGan({
      d_loss: { formulation },
      g_loss: { formulation },
      d_trainer: { updates_per_step: updates },
    });

    test('four steps of two trainers are PyTorch’s of two Adams in turn', () => {
      const { step, turns, feeds, reports } = planOf(document);
      const before = Object.fromEntries(
        Object.entries(game.before).map(([name, values]) => [name, Float32Array.from(values)]),
      );
      let state: Record<string, HostData | ArrayLike<number>> = initialState(step, before);
      game.steps.forEach(({ feeds: fed, d_loss, g_loss }, k) => {
        const scalars = turns.map(({ group }): [string, Float32Array] => [
          step.groups[group].scalarsInput,
          stepScalars(step, group, { learningRate: 0.01, t: k + 1 }),
        ]);
        const lives = someFeeds(feeds.filter(({ type }) => type === 'live'));
        const out = interpret(step.program, { ...state, ...fed, ...lives, ...Object.fromEntries(scalars) }, 'float64');
        const told = (node: string) => out[reports.find(({ name }) => name === node)?.output ?? ''][0];
        expect(told('d_loss')).toBeCloseTo(d_loss, 8);
        expect(told('g_loss')).toBeCloseTo(g_loss, 8);
        state = nextState(step, out);
      });
      const held = Object.fromEntries(Object.entries(state).map(([name, data]) => [name, Float32Array.from(data)]));
      const { parameters } = namedState(step, held);
      for (const [name, values] of Object.entries(game.after)) expectNear(parameters[name], values, 6);
    });
  },
);

const gan = tinyGan();

describe('turns', () => {
  test('come in the order of their numbers, not of the document', () => {
    expect(planOf(gan).turns.map(({ trainer }) => trainer)).toEqual(['d_trainer', 'g_trainer']);
    const swapped = assigned(gan, 'g_trainer.turn=1', 'd_trainer.turn=2');
    expect(planOf(swapped).turns.map(({ trainer }) => trainer)).toEqual(['g_trainer', 'd_trainer']);
    const equal = assigned(gan, 'g_trainer.turn=1');
    expect(planOf(equal).turns.map(({ trainer }) => trainer)).toEqual(['g_trainer', 'd_trainer']);
  });

  test('each have parameters of their own, and inputs of their own for each update', () => {
    const { layouts, turns, feeds } = planOf(assigned(gan, 'd_trainer.updates_per_step=2'));
    expect(layouts.map(({ entries }) => [...new Set(entries.map(({ name }) => name.split('/')[0]))])).toEqual([
      ['discriminator'],
      ['generator'],
    ]);
    expect(turns.map(({ updates }) => updates.map((own) => own.map(({ input }) => input)))).toEqual([
      [
        ['d_trainer:0/data.x', 'd_trainer:0/noise.z'],
        ['d_trainer:1/data.x', 'd_trainer:1/noise.z'],
      ],
      [['g_trainer:0/noise.z']],
    ]);
    const streams = feeds.flatMap((feed) => (feed.type === 'random' ? [feed.stream] : []));
    expect(streams).toEqual(['d_trainer/noise.z', 'd_trainer/noise.z', 'g_trainer/noise.z']);
  });

  test('one trainer of a study that updates twice keeps its streams', () => {
    const { turns } = planOf(changedToOne(gan, 2));
    expect(turns).toHaveLength(1);
    const streams = turns[0].updates.flatMap((own) =>
      own.flatMap((feed) => (feed.type === 'random' ? [feed.stream] : [])),
    );
    expect(streams).toEqual(['noise.z', 'noise.z']);
  });

  test('report each curve once, and a total for each trainer', () => {
    expect(planOf(gan).reports.map(({ name, title, repeats }) => [name, title, repeats])).toEqual([
      ['d_loss', 'Discriminator loss', undefined],
      ['d_trainer:loss', 'Train D: loss', 'd_loss'],
      ['g_loss', 'Generator loss', undefined],
      ['g_trainer:loss', 'Train G: loss', 'g_loss'],
    ]);
    const drawn = assigned(gan, 'g_trainer.report_gradient_norm=true');
    expect(planOf(drawn).reports.at(-1)).toMatchObject({ name: 'g_trainer:gradient_norm', node: 'g_trainer' });
  });

  test('taken alone change their own numbers only', () => {
    const { step, turns } = compileTurn(gan, catalogue, 'd_trainer');
    expect(turns.map(({ trainer }) => trainer)).toEqual(['d_trainer']);
    expect(step.state.every(({ input }) => input.includes('d_trainer'))).toBe(true);
    const others = step.program.inputs.filter(({ name }) => name.startsWith('parameters:g_trainer'));
    expect(others.length).toBeGreaterThan(0);
  });

  test('of nobody are refused', () => {
    expect(() => compileTurn(gan, catalogue, 'generator')).toThrow(
      '"generator" does not train in this run; choose one of its trainers.',
    );
  });
});

/** The game without the generator's trainer: the other one, which names the discriminator, updates so often. */
const changedToOne = (document: ProjectDocument, updates: number): ProjectDocument =>
  assigned(
    changed(
      document,
      { type: 'edge.remove', graph: null, edge: 'g_loss_loss-g_trainer_losses' },
      { type: 'edge.remove', graph: null, edge: 'generator_network-g_trainer_networks' },
      { type: 'node.remove', graph: null, node: 'g_trainer' },
    ),
    `d_trainer.updates_per_step=${updates}`,
  );

describe('networks that no trainer updates', () => {
  test('are kept as they are, and told of', () => {
    const alone = changedToOne(gan, 1);
    const { step, layouts } = compilePlan(alone, catalogue);
    const frozen = layouts.flatMap(({ entries }) => entries.filter(({ trainable }) => !trainable));
    expect(frozen.map(({ name }) => name.split('/')[0])).toEqual(['generator', 'generator', 'generator', 'generator']);
    expect(Object.keys(step.groups)).toEqual(['parameters']);
    expect(analyse(alone, catalogue).problems.map(({ node, message }) => [node, message])).toContainEqual([
      'generator',
      'No trainer updates Generator, so its weights stay as they start; wire its network into a trainer, or mute it.',
    ]);
  });
});

const one = (document: ProjectDocument): [string | undefined, string][] =>
  analyse(document, catalogue).problems.map(({ node, message }) => [node, message]);

describe('what cannot train', () => {
  const wiresOf = (...edges: string[]) => edges.map((edge) => ({ type: 'edge.remove' as const, graph: null, edge }));
  const rows: Record<string, { document: ProjectDocument; problem: [string, string] }> = {
    'two trainers that name nothing': {
      document: changed(gan, ...wiresOf('d_real_network-d_trainer_networks', 'generator_network-g_trainer_networks')),
      problem: [
        'g_trainer',
        'Discriminator would be updated by both Train D and Train G; wire its network into the one that shall update it, or delete one of them.',
      ],
    },
    'two trainers that name one network': {
      document: changed(gan, {
        type: 'edge.add',
        graph: null,
        edge: wire('generator.network', 'd_trainer.networks'),
      }),
      problem: [
        'g_trainer',
        'Generator would be updated by both Train D and Train G; wire its network into the one that shall update it, or delete one of them.',
      ],
    },
    'batches of a trainer among several': {
      document: assigned(gan, 'g_trainer.accumulate=4'),
      problem: [
        'g_trainer',
        'Train G averages 4 batches a step, which needs a study with one trainer that updates once in each step; set "Batches a step" to 1 and use a larger batch.',
      ],
    },
    'a trainer whose networks have no weights of theirs left': {
      document: changed(gan, ...wiresOf('generator_network-g_trainer_networks'), {
        type: 'edge.add',
        graph: null,
        edge: wire('generator.network', 'd_trainer.networks'),
      }),
      problem: [
        'g_trainer',
        'Train G has nothing to update: other trainers update every network that its losses need; wire a network into it, or delete it.',
      ],
    },
    'a sampler of another network': {
      document: changed(gan, ...wiresOf('generator_network-sampler_network'), {
        type: 'edge.add',
        graph: null,
        edge: wire('d_real.network', 'sampler.network'),
      }),
      problem: ['sampler', 'Draw from generator needs the network of a Generator on its input; wire one into it.'],
    },
  };

  test.each(Object.entries(rows))('%s', (_name, { document, problem }) => {
    expect(one(document)).toContainEqual(problem);
    expect(() => compilePlan(document, catalogue)).toThrow(problem[1]);
  });

  test.each(['two trainers that name nothing', 'two trainers that name one network'])(
    'either may get the network: %s',
    (name) => {
      const { document } = rows[name];
      const [problem] = analyse(document, catalogue).problems;
      const fixes = problem.fixes?.filter(({ label }) => label.startsWith('Let ')) ?? [];
      expect(fixes.map(({ label }) => label.slice(0, 11))).toEqual(['Let Train D', 'Let Train G']);
      for (const fix of fixes) {
        const context = { document, catalogue, graph: null, selection: emptySelection };
        const plan = commands.applyFix.plan(context, { problem, fix });
        if (!plan.ok) throw new Error(plan.message);
        expect(one(changed(document, ...plan.changes)).map(([, message]) => message)).not.toContain(problem.message);
      }
    },
  );

  test('one named network is enough: the other trainer takes what is left', () => {
    const half = changed(gan, ...wiresOf('generator_network-g_trainer_networks'));
    expect(one(half)).toEqual([]);
    expect(planOf(half).layouts.map(({ entries }) => entries[0].name.split('/')[0])).toEqual([
      'discriminator',
      'generator',
    ]);
  });
});

test('costs count every update of every trainer', () => {
  const flops = (document: ProjectDocument): number => analyse(document, catalogue).flops ?? 0;
  const [once, twice] = [flops(gan), flops(assigned(gan, 'd_trainer.updates_per_step=2'))];
  expect(twice).toBeGreaterThan(once);
});
