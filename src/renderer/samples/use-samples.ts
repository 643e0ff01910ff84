import type { SessionInfo } from '../../protocol/worker';
import { normals } from '../lenses/maths/normal';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { useSession } from '../state/session';
import { useSamplesView } from './view';

export interface Samples {
  /** count × item, row-major. */
  values: Float32Array;
  count: number;
  step: number;
}

/** `count` samples from the same noise all through training: decoded z ~ N(0, I), or the end of the first sampler's paths. */
export function useSamples(info: SessionInfo, count: number, visible: boolean): Probe<Samples> {
  const seed = useSamplesView((view) => view.seed);
  const weights = useSession((session) => session.weightsVersion);
  const { decode, samplers } = info.probes;
  const sampler = samplers[0];
  return useProbe<{ seed: number; count: number }, Samples>({
    query: visible && count > 0 && (decode || sampler) ? { seed, count } : null,
    key: `${seed} ${count} ${weights}`,
    ask: async (client, query) => {
      if (decode) {
        const z = normals(query.seed, query.count * decode.width);
        return client.request('probe.decode', { channel: 'samples.prior', z, count: query.count });
      }
      const { num_inference_steps } = sampler;
      const path = await client.request('probe.sample', {
        channel: 'samples.prior',
        node: sampler.node,
        num_inference_steps,
        ...query,
      });
      const last = path.samples.length - path.samples.length / (path.steps + 1);
      return { values: path.samples.subarray(last), count: path.count, step: path.step };
    },
  });
}
