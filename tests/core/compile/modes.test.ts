import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, buildDiagnosis, ProbeBuilder } from '../../../src/core/compile';
import type { Change } from '../../../src/core/graph';
import type { NodeMode } from '../../../src/core/graph/document';
import { blockFlow, chain, changed, errorsOf, flowWith, node, tiedVae, tinyFlow, tinyVae, wire } from './documents';
import { firstStep, freshParameters, planOf, someFeeds } from './run';

const mode = (id: string, value: NodeMode | null, graph: string | null = null): Change => ({
  type: 'node.update',
  graph,
  node: id,
  patch: { mode: value },
});
const messages = (document: Parameters<typeof analyse>[0]) =>
  analyse(document, catalogue).problems.map(({ message }) => message);

describe('a muted node', () => {
  test('takes its term out of the loss', () => {
    const document = changed(tinyVae(), mode('kl', 'mute'));
    expect(messages(document)).toEqual([]);
    const plan = planOf(document);
    // The KL divergence is gone, and with it what measures the whole bound.
    expect(plan.reports.map(({ node: each }) => each)).toEqual(['reconstruction', 'trainer']);
    const outputs = firstStep(plan, freshParameters(plan), someFeeds(plan.feeds));
    expect(outputs['report:trainer']).toEqual(outputs['report:reconstruction']);
  });

  test('silences what cannot do without it, and nothing is wrong with that', () => {
    const analysis = analyse(changed(tinyVae(), mode('z', 'mute')), catalogue);
    expect(analysis.problems).toEqual([]);
    expect(analysis.ok).toBe(true);
    expect(Object.keys(analysis.parametersByNode)).toEqual(['encoder']);
    expect(Object.keys(analysis.outputs)).not.toContain('decoder:x_hat');
    expect(analysis.silent).toMatchObject({ z: true, decoder: true, reconstruction: true });
    expect(analysis.silent).not.toHaveProperty('encoder');
  });

  test('that everything needs leaves nothing to train, which is said', () => {
    const [problem, ...others] = analyse(changed(tinyVae(), mode('data', 'mute')), catalogue).problems;
    expect(others).toEqual([]);
    expect(problem).toEqual({
      severity: 'error',
      node: 'trainer',
      message: 'Nothing trains: the Trainer is muted, or everything that it needs is; unmute them.',
    });
  });

  test('inside a network silences the node that holds it', () => {
    const analysis = analyse(changed(tinyVae(), mode('mlp', 'mute', 'decoder')), catalogue);
    expect(analysis.problems).toEqual([]);
    expect(analysis.silent).toMatchObject({ 'decoder/mlp': true, 'decoder/output': true, decoder: true });
    expect(analysis.silent).not.toHaveProperty('decoder/input');
    expect(Object.keys(analysis.parametersByNode)).toEqual(['encoder']);
    const output = analyse(changed(tinyVae(), mode('output', 'mute', 'decoder')), catalogue);
    expect(output.problems).toEqual([]);
    expect(Object.keys(output.parametersByNode)).toEqual(['encoder']);
  });

  test('need not be wired, nor must its own input be there', () => {
    const cut = { type: 'edge.remove', graph: null, edge: 'encoder_q-kl_q' } as const;
    expect(messages(changed(tinyVae(), cut))).toHaveLength(1);
    expect(messages(changed(tinyVae(), cut, mode('kl', 'mute')))).toEqual([]);
  });

  test('may be a port of a block: wires to it stay, and what follows from it is left out', () => {
    const fed = changed(
      blockFlow(),
      { type: 'node.settings', graph: 'unit', node: 'skip', set: { optional: false } },
      { type: 'edge.add', graph: 'denoiser', edge: wire('stem.y', 'stack.skip') },
      { type: 'edge.add', graph: 'denoiser', edge: wire('stem.y', 'again.skip') },
      { type: 'edge.add', graph: 'outer', edge: wire('in.y', 'inner.skip') },
    );
    const errors = (graph: string, id: string) => errorsOf(changed(fed, mode(id, 'mute', graph)));
    expect(errors('unit', 'skip')).toEqual([]);
    // Without its output the denoiser gives nothing, and nothing trains.
    for (const id of ['in', 'out'])
      expect(errors('unit', id)).toEqual([
        [undefined, 'trainer', 'Nothing trains: the Trainer is muted, or everything that it needs is; unmute them.'],
      ]);
  });

  test('may have wrong settings, a wrong type and wrong wires: they are said, and training goes on', () => {
    const wrong = changed(
      tinyVae(),
      { type: 'node.settings', graph: null, node: 'kl', set: { beta: -1 } },
      { type: 'edge.add', graph: null, edge: wire('kl.loss', 'elbo.reconstruction') },
      { type: 'node.add', graph: null, node: { ...node('odd', 'objective.unheard_of'), mode: 'mute' } },
      { type: 'edge.add', graph: null, edge: wire('odd.loss', 'trainer.losses') },
    );
    expect(analyse(wrong, catalogue).ok).toBe(false);
    const muted = analyse(changed(wrong, mode('kl', 'mute')), catalogue);
    expect(muted.ok).toBe(true);
    expect(muted.problems.map(({ severity, node: at }) => [severity, at])).toEqual([
      ['warning', 'kl'],
      ['warning', 'odd'],
      ['warning', 'elbo'],
    ]);
    expect(planOf(changed(wrong, mode('kl', 'mute'))).feeds.length).toBeGreaterThan(0);
  });

  test('may hold a network with problems, as may one that is bypassed and a network that nothing holds', () => {
    const features = {
      type: 'node.settings',
      graph: 'encoder',
      node: 'mlp',
      set: { activation: 'none of them' },
    } as const;
    const broken = changed(tiedVae(), features);
    expect(analyse(broken, catalogue).ok).toBe(false);
    const [first, second] = [mode('encoder', 'mute'), mode('encoder2', 'mute')];
    expect(analyse(changed(broken, first), catalogue).ok).toBe(false);
    const said = (document: ReturnType<typeof tinyVae>) =>
      analyse(document, catalogue)
        .problems.filter(({ network }) => network === 'encoder')
        .map(({ severity }) => severity);
    expect(said(changed(broken, first))).toEqual(['error']);
    expect(said(changed(broken, first, second))).toEqual(['warning']);
    const free = changed(
      changed(broken, {
        type: 'node.add',
        graph: 'encoder',
        node: node('empty', 'block.custom', { repeat: 1, weights: 'own' }),
      }),
      { type: 'node.network', graph: null, node: 'encoder', network: 'decoder' },
      { type: 'node.network', graph: null, node: 'encoder2', network: 'decoder' },
    );
    // The setting, the block without a graph, and that nothing uses the network.
    expect(said(free)).toEqual(['warning', 'warning', 'warning']);
  });

  test('is nothing that a view can ask, nor a suspect of a diagnosis', () => {
    const views = (document: ReturnType<typeof tinyVae>) => {
      const plan = planOf(document);
      const { layout } = plan.step.groups.parameters;
      return {
        targets: new ProbeBuilder(document, catalogue, [layout]).targets(),
        suspects: buildDiagnosis(document, catalogue, [layout], 'values').suspicions.map(({ node: each }) => each),
      };
    };
    const muted = views(changed(tinyVae(), mode('decoder', 'mute')));
    expect(muted.targets.encoder?.node).toBe('encoder');
    expect(muted.targets.decoder).toBeUndefined();
    expect(muted.targets.measures).toEqual([]);
    expect(muted.suspects).not.toContain('decoder');
    const flow = views(changed(tinyFlow(), mode('sampler', 'mute')));
    expect(flow.targets.samplers).toEqual([]);
    expect(flow.targets.sampleMeasures).toEqual([]);
  });
});

describe('a bypassed node', () => {
  test('hands its input on and has no parameters', () => {
    const denoiser = chain(
      'x',
      node('first', 'layer.linear', { features: 4 }),
      node('second', 'layer.linear', { features: 9 }),
    );
    const analysis = analyse(changed(flowWith(denoiser), mode('second', 'bypass', 'denoiser')), catalogue);
    expect(analysis.ok).toBe(true);
    expect(analysis.networkEdges.denoiser.second_y_output_x).toEqual(analysis.networkEdges.denoiser.first_y_second_x);
    expect(analysis.parameters.map(({ name }) => name)).not.toContain('denoiser/second/weight');
    expect(analysis.costs['denoiser/second']).toEqual({ parameters: 0, flops: 0, activationBytes: 0 });
  });

  test('trains as the network without it', () => {
    const [first, second] = [node('first', 'layer.linear', { features: 4 }), node('norm', 'layer.layer_norm')];
    const losses = [
      changed(flowWith(chain('x', first, second)), mode('norm', 'bypass', 'denoiser')),
      flowWith(chain('x', first)),
    ].map((document) => {
      const plan = planOf(document);
      return firstStep(plan, freshParameters(plan), someFeeds(plan.feeds))['report:trainer'];
    });
    expect(losses[0]).toEqual(losses[1]);
  });

  test('that is the trainer trains nothing, which is said', () => {
    const { problems } = analyse(changed(tinyVae(), mode('trainer', 'bypass')), catalogue);
    expect(problems.map(({ message, fixes }) => [message, fixes])).toEqual([
      ['Nothing trains: the Trainer is bypassed; end the bypass.', [{ type: 'mode', label: 'End bypass', mode: null }]],
    ]);
  });

  test('that held the only weights leaves nothing to train, which is said', () => {
    const flow = changed(tinyFlow(), mode('mlp', 'bypass', 'denoiser'), mode('concat', 'bypass', 'denoiser'));
    expect(errorsOf(flow)).toEqual([
      [
        undefined,
        'trainer',
        'Nothing can be trained: no network here has weights; put a layer that has some into one, for instance Linear.',
      ],
    ]);
  });

  test('that has nothing of the kind to hand on says so', () => {
    expect(messages(changed(tinyVae(), mode('encoder', 'bypass')))).toEqual([
      'Encoder cannot be bypassed: nothing that enters it could leave by "μ, log σ²"; mute it instead.',
    ]);
  });

  test('gives nothing where all that enters it is muted', () => {
    const denoiser = chain('x', node('first', 'layer.linear'), node('second', 'layer.layer_norm'));
    const document = changed(
      flowWith(denoiser),
      mode('first', 'mute', 'denoiser'),
      mode('second', 'bypass', 'denoiser'),
    );
    expect(errorsOf(document).map(([, , message]) => message)).toEqual([
      'Nothing trains: the Trainer is muted, or everything that it needs is; unmute them.',
    ]);
  });
});
