import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { compilePlan } from '../../../src/core/compile';
import { fits } from '../../../src/core/compile/turns';
import { isLiveSetting } from '../../../src/core/graph';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { initialState, interpret, type NamedArrays } from '../../../src/core/tensor';
import { assigned, changed, parsed, template, templateIds, tinyFlow, tinyVae } from './documents';
import { type Feeds, firstStep, freshParameters, gradientOf, planOf, scalarFeed, someFeeds } from './run';

const documents = { vae: tinyVae(), flow: tinyFlow() };
const inputNames = (document: Parameters<typeof planOf>[0]): string[] =>
  planOf(document)
    .step.program.inputs.map(({ name }) => name)
    .sort();

describe('feeds', () => {
  test('of a VAE: the batch, the noise and the live settings', () => {
    const { feeds } = planOf(documents.vae);
    expect(feeds).toEqual([
      { type: 'batch', input: 'data.x', node: 'data', field: 'x', shape: [16, 2], dtype: 'float32' },
      { type: 'random', input: 'z.eps', node: 'z', distribution: 'normal', shape: [16, 2] },
      { type: 'live', input: 'kl.beta', node: 'kl', setting: 'beta', value: 0.7 },
      { type: 'live', input: 'reconstruction.sigma', node: 'reconstruction', setting: 'sigma', value: 0.5 },
    ]);
  });

  test('of a flow: the batch, noise and times, all as the document shapes them', () => {
    const { feeds } = planOf(documents.flow);
    expect(feeds).toEqual([
      { type: 'batch', input: 'data.x', node: 'data', field: 'x', shape: [8, 2], dtype: 'float32' },
      { type: 'random', input: 'noise.noise', node: 'noise', distribution: 'normal', shape: [8, 2] },
      { type: 'random', input: 'time.t', node: 'time', distribution: 'uniform', shape: [8] },
    ]);
  });

  test.each(Object.entries(documents))(
    'and state and Adam’s scalars are all that the %s program asks for',
    (_id, document) => {
      const { step, feeds } = planOf(document);
      const { scalarsInput } = step.groups.parameters;
      const expected = [...feeds.map(({ input }) => input), ...step.state.map(({ input }) => input), scalarsInput];
      expect(inputNames(document)).toEqual(expected.sort());
    },
  );

  test('leave out what nothing depends on: a Bernoulli likelihood has no σ', () => {
    expect(planOf(template('vae-digits')).feeds.map(({ input }) => input)).toEqual([
      'data.x',
      'reparameterize.eps',
      'kl.beta',
    ]);
  });
});

describe('settings', () => {
  const live = ['kl.beta=2', 'reconstruction.sigma=0.1', 'trainer.learning_rate=0.1', 'trainer.steps=7'];
  const structural = [
    'data.batch_size=32',
    'encoder.latent=3',
    'reconstruction.likelihood=bernoulli',
    'encoder/mlp.hidden=6',
    'decoder/mlp.activation=relu',
    'trainer.beta1=0.5',
  ];

  test.each(live)('%s leaves the program as it is', (assignment) => {
    expect(planOf(assigned(documents.vae, assignment)).step.program).toEqual(planOf(documents.vae).step.program);
  });

  test.each(structural)('%s makes another program', (assignment) => {
    expect(planOf(assigned(documents.vae, assignment)).step.program).not.toEqual(planOf(documents.vae).step.program);
  });

  /** `type setting` of what moves while a document trains. */
  const moving = (document: ProjectDocument): string[] => {
    const plan = planOf(document);
    const types = new Map(document.study.nodes.map(({ id, type }) => [id, type]));
    const inputs = plan.feeds.flatMap((feed) =>
      feed.type === 'live' ? [`${types.get(feed.node)} ${feed.setting}`] : [],
    );
    const numbers = plan.turns.flatMap(({ trainer, objective }) => {
      const { learningRate, weightDecay, clipNorm, emaDecay, stepBudget } = objective;
      const settings = fits(objective) ? [stepBudget] : [stepBudget, learningRate, weightDecay, clipNorm, emaDecay];
      return settings.map((setting) => `${types.get(trainer)} ${setting}`);
    });
    return [...inputs, ...numbers];
  };

  /** What no template holds: a node without one is given a small document here. */
  const besides = (): ProjectDocument[] =>
    ['trainer.adamw', 'trainer.sgd', 'trainer.rmsprop'].map((type) =>
      parsed(JSON.stringify(documents.vae).replace('trainer.adam', type)),
    );

  test('that are live in the catalogue are inputs of a program, or numbers of a trainer', () => {
    // Those of a sampler are fed to its own step.
    const declared = catalogue.all.flatMap(({ type, settings, sampler, walk }) =>
      sampler || walk
        ? []
        : Object.entries(settings).flatMap(([key, each]) => (isLiveSetting(each) ? [`${type} ${key}`] : [])),
    );
    const found = new Set<string>();
    const open = (document: ProjectDocument): boolean =>
      document.study.nodes.some(({ type }) => declared.some((each) => each.startsWith(`${type} `) && !found.has(each)));
    const everywhere = [...Object.values(documents), ...besides(), ...templateIds().map(template)];
    for (const document of everywhere) if (open(document)) for (const each of moving(document)) found.add(each);
    expect(declared.length).toBeGreaterThan(30);
    expect([...found].sort()).toEqual([...declared].sort());
  }, 60_000);
});

test('β moves the loss by exactly β · KL, through the live input alone', () => {
  const plan = planOf(documents.vae);
  const parameters = freshParameters(plan);
  const feeds = someFeeds(plan.feeds);
  const [low, high] = [0, 3].map((beta) => firstStep(plan, parameters, { ...feeds, 'kl.beta': [beta] }));
  const value = (outputs: typeof low, name: string): number =>
    outputs[plan.reports.find((report) => report.name === name)?.output ?? ''][0];
  expect(value(low, 'kl')).toBeGreaterThan(0);
  expect(value(high, 'kl')).toBe(value(low, 'kl'));
  expect(value(low, 'loss')).toBeCloseTo(value(low, 'reconstruction'), 12);
  expect(value(high, 'loss') - value(low, 'loss')).toBeCloseTo(3 * value(low, 'kl'), 12);
  expect(gradientOf(plan, high)).not.toEqual(gradientOf(plan, low));
});

describe.each(Object.entries(documents))('the gradients of the %s', (_id, document) => {
  test('agree with finite differences in every parameter', () => {
    const plan = planOf(document);
    const parameters = freshParameters(plan);
    const feeds = someFeeds(plan.feeds);
    const outputs = firstStep(plan, parameters, feeds);
    const gradient = gradientOf(plan, outputs);
    const flat: Record<string, ArrayLike<number>> = initialState(plan.step, parameters);
    const [slot] = plan.step.state.map(({ input }) => input);
    const values = Float64Array.from(flat[slot]);
    const run: Feeds = { ...flat, ...feeds, ...scalarFeed(plan, { learningRate: 0, t: 1 }), [slot]: values };
    const loss = (): number => interpret(plan.step.program, run, 'float64').loss[0];
    const h = 1e-5;
    const differences = Array.from(values, (centre, i) => {
      values[i] = centre + h;
      const above = loss();
      values[i] = centre - h;
      const below = loss();
      values[i] = centre;
      return (above - below) / (2 * h);
    });
    expect(gradient).toHaveLength(plan.step.groups.parameters.layout.size);
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3);
    gradient.forEach((g, i) => {
      expect(Math.abs(g - differences[i])).toBeLessThan(1e-7);
    });
  });
});

test('the reports come in the order in which they are computed, the total loss under the name "loss"', () => {
  expect(planOf(documents.vae).reports).toEqual([
    { name: 'kl', node: 'kl', title: 'KL divergence', unit: 'nats', output: 'report:kl' },
    {
      name: 'reconstruction',
      node: 'reconstruction',
      title: 'Reconstruction',
      unit: 'nats',
      output: 'report:reconstruction',
    },
    { name: 'loss', node: 'trainer', title: 'Loss', unit: 'nats', output: 'report:trainer' },
  ]);
  expect(planOf(documents.flow).reports.at(-1)).toMatchObject({ name: 'loss', repeats: 'velocity' });
  expect(planOf(documents.flow).reports.map(({ name, title }) => [name, title])).toEqual([
    ['velocity', 'Velocity loss'],
    ['loss', 'Loss'],
  ]);
});

test('the trainer’s settings arrive in the plan', () => {
  const document = assigned(
    documents.flow,
    'trainer.beta1=0.8',
    'trainer.beta2=0.95',
    'trainer.epsilon=1e-6',
    'trainer.steps=123',
  );
  const { step, turns } = planOf(document);
  const [{ objective, trainer }] = turns;
  expect(turns).toHaveLength(1);
  expect(trainer).toBe('trainer');
  expect(step.groups.parameters.optimizer).toMatchObject({ type: 'adam', beta1: 0.8, beta2: 0.95, epsilon: 1e-6 });
  expect(objective).toMatchObject({ learningRate: 'learning_rate', schedule: { type: 'cosine' }, steps: 123 });
  expect(planOf(documents.vae).turns[0].objective.schedule).toEqual({ type: 'constant' });
});

describe('a document that cannot be trained is refused', () => {
  const refused = (document: Parameters<typeof planOf>[0]) => () => compilePlan(document, catalogue);

  test('with its first problem', () => {
    expect(refused(assigned(documents.vae, 'decoder.output_shape=3'))).toThrow(
      'Reconstruction compares 3 from the decoder with 2 from the data; set the decoder’s output shape to 2.',
    );
  });

  test('when nothing trains', () => {
    const idle = changed(
      documents.flow,
      { type: 'edge.remove', graph: null, edge: 'velocity_loss-trainer_losses' },
      { type: 'node.remove', graph: null, node: 'trainer' },
    );
    expect(refused(idle)).toThrow('Nothing trains yet: add a Trainer and wire a loss into it.');
  });
});

test('a step with learning rate 0 changes the moments and nothing else', () => {
  const plan = planOf(documents.flow);
  const parameters: NamedArrays = freshParameters(plan);
  const outputs = firstStep(plan, parameters, someFeeds(plan.feeds), { learningRate: 0 });
  const state = initialState(plan.step, parameters);
  const [values, mean, variance] = plan.step.state;
  expect(Array.from(outputs[values.output])).toEqual(Array.from(state[values.input]));
  expect(Array.from(outputs[variance.output])).toEqual(Array.from(outputs[mean.output], (g) => g * g));
});
