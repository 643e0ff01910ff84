import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, buildDiagnosis, ProbeBuilder } from '../../../src/core/compile';
import type { Change } from '../../../src/core/graph';
import type { NodeMode } from '../../../src/core/graph/document';
import { chain, changed, errorsOf, flowWith, node, tinyFlow, tinyVae } from './documents';
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

  test('is nothing that a view can ask, nor a suspect of a diagnosis', () => {
    const views = (document: ReturnType<typeof tinyVae>) => {
      const plan = planOf(document);
      const { layout } = plan.step.groups.parameters;
      return {
        targets: new ProbeBuilder(document, catalogue, layout).targets(),
        suspects: buildDiagnosis(document, catalogue, layout, 'values').suspicions.map(({ node: each }) => each),
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
