import type { DataItems, SessionInfo } from '../../protocol/worker';
import { normals } from '../lenses/maths/normal';
import { endOf } from '../lenses/probe/end-of';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { levelsOf } from './levels';
import { useSamplesView } from './view';

export interface Samples {
  /** count × item, row-major. */
  values: Float32Array;
  count: number;
  step: number;
}

/** `count` samples from the same noise all through training, of the weights that the training-time slider stands at: what the first sampler draws; where there is none, decoded z ~ N(0, I). A frozen level is the same for every so many of them, for all unless `every` is given. */
export function useSamples(info: SessionInfo, count: number, visible: boolean, every = count): Probe<Samples> {
  const seed = useSamplesView((view) => view.seed);
  const level = useFrozen(info);
  const { weights, key } = useWeights();
  const { decode, samplers, walks } = info.probes;
  const sampler = samplers[0] ?? walks[0];
  const frozen = level === null ? null : { levels: [level], every };
  return useProbe<{ seed: number; count: number; frozen: typeof frozen }, Samples>({
    query: visible && count > 0 && (decode || sampler) ? { seed, count, frozen } : null,
    key: `${seed} ${count} ${level} ${level && every} ${key}`,
    ask: async (client, query) => {
      if (!sampler && decode) {
        const z = normals(query.seed, query.count * decode.width);
        return client.request('probe.decode', { channel: 'samples.prior', weights, z, count: query.count });
      }
      const path = await client.request('probe.sample', {
        channel: 'samples.prior',
        weights,
        node: sampler.node,
        num_inference_steps: samplers[0]?.num_inference_steps ?? 1,
        ...query,
      });
      return { values: endOf(path), count: path.count, step: path.step };
    },
  });
}

/** The level that is frozen, where the model has it. */
export function useFrozen(info: SessionInfo): string | null {
  const frozen = useSamplesView((view) => view.frozen);
  return frozen !== null && levelsOf(info).includes(frozen) ? frozen : null;
}

/** The first held-out items, at most `most` of them, for samples to be compared with. */
export function useHeldOut(
  info: SessionInfo,
  most: number,
  visible: boolean,
): { data: Probe<DataItems>; count: number } {
  const count = Math.min(most, info.data.test);
  const data = useProbe({
    query: visible ? count : null,
    key: `${count}`,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'samples.data', split: 'test', offset: 0, count: asked }),
  });
  return { data, count };
}
