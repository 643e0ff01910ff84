/** Programs that follow a network from noise to data: one step of a sampler, and the field alone. */
import type { NetworkHandle, SamplerDefinition } from '../catalogue/types';
import { guidedVelocity, type VelocityField } from '../generative/samplers';
import { buildProgram, concat, full, input, type Program, split, type Tensor } from '../tensor';
import type { Trace } from './trace';

/** A program of a network, and how often it evaluates the network for each item. */
export interface FieldProgram {
  program: Program;
  evaluations: number;
}

/** Names of what the programs are fed besides parameters. */
export const FED = { x: 'x', t: 't', next: 'next', labels: 'y', guidance: 'guidance', eta: 'eta', noise: 'noise' };

/** The network that a sampler node follows. */
export const velocityNetwork = ({ study }: Trace, sampler: string): NetworkHandle => {
  const [value] = study.incoming(sampler, 'network');
  if (value?.kind !== 'network' || value.network.role !== 'denoiser')
    throw new RangeError(`"${sampler}" has no network to sample from; wire one into it.`);
  return value.network;
};

/**
 * The velocity that is asked of a network, for `count` items: under the labels that are fed where it takes labels, and
 * guided away from no label where that is wanted. Counts how often an item goes through the network.
 */
const countedField = (network: NetworkHandle, count: number, guided: boolean) => {
  const evaluations = { each: 0 };
  const labels = network.labels && input(FED.labels, [count], 'int32');
  const evaluate = (x: Tensor, t: Tensor, y?: Tensor): Tensor => {
    evaluations.each += x.shape[0] / count;
    return network.velocity(x, t, y);
  };
  const none = network.labels?.none;
  const field: VelocityField = (x, t) => {
    if (!guided || !labels || none === undefined) return evaluate(x, t, labels);
    // Both in one batch: one run through the layers is quicker than two.
    const both = evaluate(concat([x, x], 0), t, concat([labels, full([count], none, 'int32')], 0));
    const [conditional, unconditional] = split(both, [count, count], 0);
    return guidedVelocity(conditional, unconditional, input(FED.guidance, []));
  };
  return { field, evaluations };
};

/**
 * x (count × item), t, next → `prevSample` and `predOriginal`: one step of a sampler. Besides it is fed, where the program
 * asks for it, `y` (count, int32), `guidance`, `eta` and `noise` (count × item, standard normal).
 */
export const stepProgram = (
  network: NetworkHandle,
  sampler: SamplerDefinition,
  count: number,
  guided: boolean,
): FieldProgram => {
  const { field, evaluations } = countedField(network, count, guided);
  const shape = [count, ...network.itemShape];
  const place = { x: input(FED.x, shape), t: input(FED.t, []), next: input(FED.next, []) };
  const fresh = { eta: input(FED.eta, []), noise: input(FED.noise, shape) };
  const { prevSample, predOriginal } = sampler.step(network.path, field, place, fresh);
  return { program: buildProgram('sample', { prevSample, predOriginal }), evaluations: evaluations.each };
};

/** x (count × item), t → `v`: the field that a sampler follows; `y` and `guidance` as for a step. */
export const fieldProgram = (network: NetworkHandle, count: number, guided: boolean): FieldProgram => {
  const { field, evaluations } = countedField(network, count, guided);
  const v = field(input(FED.x, [count, ...network.itemShape]), input(FED.t, []));
  return { program: buildProgram('field', { v }), evaluations: evaluations.each };
};
