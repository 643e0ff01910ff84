import type { Catalogue, NodeProbe } from '../catalogue/types';
import type { ProjectDocument } from '../graph/document';
import { buildProgram, input, type ParameterLayout, type Program, parameterTensors, type Tensor } from '../tensor';
import { neededFeeds, traceWith } from './plan';
import type { Feed, Trace } from './trace';

/** A program for a view, on a batch of its own; the parameters are fed as for training. */
export interface ProbeProgram {
  program: Program;
  /** Shape of one item going in, without the batch axis. */
  itemShape: readonly number[];
}

/** What views may ask of a document, found on its graph. */
export interface ProbeTargets {
  encoder: { node: string; width: number; itemShape: readonly number[]; data: string | undefined } | undefined;
  decoder: { node: string; width: number; itemShape: readonly number[] } | undefined;
  samplers: { node: string; itemShape: readonly number[]; numInferenceSteps: number }[];
  sampleMeasures: { node: string; sampler: string; data: string }[];
  /** Names of everything that is measured, and the node that measures it. */
  measures: { name: string; node: string }[];
}

export class ProbeBuilder {
  private readonly views: Readonly<Record<string, Tensor>>;

  constructor(
    private readonly document: ProjectDocument,
    private readonly catalogue: Catalogue,
    layout: ParameterLayout,
  ) {
    this.views = parameterTensors(layout);
  }

  targets(): ProbeTargets {
    const traced = this.trace(1);
    const probes = [...traced.contexts].map(([node, { definition, context }]) => ({
      node,
      definition,
      context,
      probe: definition.probe?.(context),
    }));
    const encoder = probes.find(({ probe }) => probe?.role === 'encode');
    const decoder = probes.find(({ probe }) => probe?.role === 'decode');
    return {
      encoder:
        encoder?.probe?.role === 'encode'
          ? { ...encoder.probe, node: encoder.node, data: this.source(encoder.node, 'x') }
          : undefined,
      decoder: decoder?.probe ? { ...decoder.probe, node: decoder.node } : undefined,
      samplers: probes
        .filter(({ definition }) => definition.sampler)
        .map(({ node, context }) => ({
          node,
          itemShape: this.velocityNetwork(traced, node).itemShape,
          numInferenceSteps: context.number('num_inference_steps'),
        })),
      measures: [
        ...traced.measures.map(({ name, node }) => ({ name, node })),
        ...probes.flatMap(({ node, definition }) =>
          (definition.sampleMeasure?.names ?? []).map((name) => ({ name, node })),
        ),
      ],
      sampleMeasures: probes.flatMap(({ node, definition }) => {
        const [sampler, data] = [this.source(node, 'trajectory'), this.source(node, 'data')];
        return definition.sampleMeasure && sampler && data ? [{ node, sampler, data }] : [];
      }),
    };
  }

  /** x (count × item) → `z` (count × width), the posterior mean. */
  encode(count: number): ProbeProgram {
    const traced = this.trace(count);
    const probe = this.nodeProbe(traced, 'encode');
    const x = input('x', [count, ...probe.itemShape]);
    return { program: buildProgram('encode', { z: probe.encode(x) }), itemShape: probe.itemShape };
  }

  /** z (count × width) → `x` (count × item) as it is shown. */
  decode(count: number): ProbeProgram {
    const traced = this.trace(count);
    const probe = this.nodeProbe(traced, 'decode');
    const z = input('z', [count, probe.width]);
    const decoded = probe.decode(z);
    const shown = shownAs(traced, probe.node, decoded) ?? decoded;
    return { program: buildProgram('decode', { x: shown }), itemShape: [probe.width] };
  }

  /** x, t, next → `prevSample` and `predOriginal`: one step of a sampler node. */
  sample(node: string, count: number): ProbeProgram {
    const traced = this.trace(count);
    const sampler = traced.contexts.get(node)?.definition.sampler;
    if (!sampler) throw new RangeError(`"${node}" is no sampler of this study; choose one of its samplers.`);
    const network = this.velocityNetwork(traced, node);
    const x = input('x', [count, ...network.itemShape]);
    const { prevSample, predOriginal } = sampler.step(network, x, input('t', []), input('next', []));
    return { program: buildProgram('sample', { prevSample, predOriginal }), itemShape: network.itemShape };
  }

  /** x (count × item), t → `v`: the field that a sampler node follows. */
  field(node: string, count: number): ProbeProgram {
    const network = this.velocityNetwork(this.trace(count), node);
    const x = input('x', [count, ...network.itemShape]);
    return { program: buildProgram('field', { v: network.velocity(x, input('t', [])) }), itemShape: network.itemShape };
  }

  /** Averages over a batch of held-out items, by measure name; undefined where the study measures nothing. */
  evaluate(batchSize: number): { program: Program; feeds: Feed[]; names: string[] } | undefined {
    const traced = this.trace(batchSize);
    if (traced.measures.length === 0) return undefined;
    const measures = Object.fromEntries(traced.measures.map(({ name, value }) => [name, value]));
    const program = buildProgram('evaluate', measures);
    return { program, feeds: neededFeeds(traced, program.inputs), names: Object.keys(measures) };
  }

  private trace(batchSize: number): Trace {
    return traceWith(this.document, this.catalogue, this.views, batchSize);
  }

  private nodeProbe<R extends NodeProbe['role']>(
    traced: Trace,
    role: R,
  ): Extract<NodeProbe, { role: R }> & { node: string } {
    for (const [node, { definition, context }] of traced.contexts) {
      const probe = definition.probe?.(context);
      if (probe?.role === role) return { ...(probe as Extract<NodeProbe, { role: R }>), node };
    }
    throw new RangeError(
      `This study has nothing to ${role} with; add ${role === 'encode' ? 'an encoder' : 'a decoder'}.`,
    );
  }

  /** Id of the first node wired into a port. */
  private source(node: string, port: string): string | undefined {
    return this.document.study.edges.find(({ target }) => target.node === node && target.port === port)?.source.node;
  }

  private velocityNetwork(traced: Trace, sampler: string) {
    const [value] = traced.study.incoming(sampler, 'network');
    if (value?.kind !== 'network')
      throw new RangeError(`"${sampler}" has no network to sample from; wire one into it.`);
    return value.network;
  }
}

/** A value as the objective that reads it shows it (logits become grey levels); undefined where none has a way of its own. */
export const shownAs = (
  { document, contexts }: Pick<Trace, 'document' | 'contexts'>,
  node: string,
  value: Tensor,
): Tensor | undefined => {
  for (const { source, target } of document.study.edges) {
    if (source.node !== node) continue;
    const reader = contexts.get(target.node);
    if (reader?.definition.display?.port === target.port)
      return reader.definition.display.show(reader.context.settings, value);
  }
  return undefined;
};
