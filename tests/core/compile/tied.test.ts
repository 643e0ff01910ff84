import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, createAnalyser } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { assigned, block, blockOf, chain, errorsOf, flowWith, node, parsed, tiedVae, wire } from './documents';
import { firstStep, freshParameters, gradientOf, planOf, someFeeds } from './run';

/** A critic of data and of what the decoder makes of it: two encoders of one network, as a GAN or a siamese pair has. */
const twoCritics = (shared: boolean): ProjectDocument => {
  const base = tiedVae();
  const critic = (id: string, network: string) => ({ ...node(id, 'network.encoder', { latent: 1 }), network });
  const others: Record<string, typeof base.study> = shared
    ? {}
    : { critic2: chain('x', node('l', 'layer.linear', { features: 3 })) };
  const kl = (id: string) => node(id, 'objective.kl', { beta: 1 });
  return parsed({
    ...base,
    study: {
      ...base.study,
      nodes: [
        ...base.study.nodes,
        critic('real', 'critic'),
        critic('fake', shared ? 'critic' : 'critic2'),
        kl('klReal'),
        kl('klFake'),
      ],
      edges: [
        ...base.study.edges,
        wire('data.x', 'real.x'),
        wire('decoder.x_hat', 'fake.x'),
        wire('real.q', 'klReal.q'),
        wire('fake.q', 'klFake.q'),
        wire('klReal.loss', 'trainer.losses'),
        wire('klFake.loss', 'trainer.losses'),
      ],
    },
    networks: { ...base.networks, critic: chain('x', node('l', 'layer.linear', { features: 3 })), ...others },
  });
};

const criticSize = 2 * 3 + 3 + 3 * 2 + 2;

describe('two nodes of one network', () => {
  test('share its parameters, and both show them', () => {
    const { problems, parametersByNode, parameterCount } = analyse(twoCritics(true), catalogue);
    expect(problems).toEqual([]);
    expect(parametersByNode.real).toBe(criticSize);
    expect(parametersByNode.fake).toBe(criticSize);
    expect(parameterCount).toBe(analyse(twoCritics(false), catalogue).parameterCount - criticSize);
  });

  test('train as two networks with equal weights whose gradients are added', () => {
    const [tied, apart] = [planOf(twoCritics(true)), planOf(twoCritics(false))];
    const weights = freshParameters(tied);
    const doubled = Object.fromEntries(
      apart.parameters.map(({ name }) => [name, weights[name.replace('critic2/', 'critic/')]]),
    );
    const feeds = someFeeds(apart.feeds);
    const [one, two] = [firstStep(tied, weights, feeds), firstStep(apart, doubled, feeds)];
    expect(one['report:trainer'][0]).toBeCloseTo(Number(two['report:trainer'][0]), 10);
    const sizes = (plan: typeof tied) => plan.step.groups.parameters.layout.entries;
    const byName = (plan: typeof tied, outputs: typeof one) => {
      const flat = gradientOf(plan, outputs);
      let at = 0;
      return new Map(
        sizes(plan).map(({ name, size }) => {
          at += size;
          return [name, flat.slice(at - size, at)];
        }),
      );
    };
    const [of, parts] = [byName(tied, one), byName(apart, two)];
    for (const [name, values] of of)
      for (const [i, value] of values.entries()) {
        const twin = name.startsWith('critic/') ? (parts.get(name.replace('critic/', 'critic2/'))?.[i] ?? 0) : 0;
        expect(value).toBeCloseTo((parts.get(name)?.[i] ?? Number.NaN) + twin, 10);
      }
  });

  test('have noise of their own', () => {
    const noisy = tiedVae([node('drop', 'layer.dropout', { rate: 0.5 })]);
    const inputs = planOf(noisy).feeds.map(({ input }) => input);
    expect(inputs).toContain('decoder/drop.mask');
    expect(inputs).toContain('decoder#2/drop.mask');
  });
});

describe('tied nodes that get different shapes', () => {
  const clashing = assigned(tiedVae(), 'encoder2.latent=3');

  test('say so once, at the node', () => {
    const { problems } = analyse(clashing, catalogue);
    expect(problems).toEqual([
      {
        severity: 'error',
        node: 'encoder2',
        message:
          'Encoder shares its layers with another Encoder, but "Output" holds 5 × 4 there and would have to hold 5 × 6 here; wire the same shapes into both, or give this one a copy of its own.',
        fixes: [{ type: 'untie', label: 'Give it a copy of its own' }],
      },
    ]);
  });

  test('are fine again as soon as the shapes agree', () => {
    const analyser = createAnalyser(catalogue);
    analyser.analyse(tiedVae());
    expect(analyser.analyse(clashing).ok).toBe(false);
    expect(analyser.analyse(assigned(clashing, 'encoder.latent=3')).problems).toEqual([]);
    expect(analyser.analyse(assigned(clashing, 'encoder2.latent=2')).problems).toEqual([]);
  });

  test('inside one network it is the block that is named', () => {
    const graph = chain('x', node('stem', 'layer.linear', { features: 6 }), {
      ...block('one', 'unit'),
      title: 'First',
    });
    const second = { ...block('two', 'unit'), title: 'Second' };
    const unit = blockOf(
      [node('in', 'block.input'), node('linear', 'layer.linear', { features: 6 }), node('out', 'block.output')],
      [
        ['in.y', 'linear.x'],
        ['linear.y', 'out.x'],
      ],
    );
    const document = flowWith(
      { ...graph, nodes: [...graph.nodes, second], edges: [...graph.edges, wire('input.y', 'two.in')] },
      { unit },
    );
    expect(errorsOf(document)).toEqual([
      [
        'denoiser',
        'one',
        'First shares its layers with Second, but "Linear" holds 2 × 6 there and would have to hold 6 × 6 here; wire the same shapes into both, or give this one a copy of its own.',
      ],
    ]);
  });
});
