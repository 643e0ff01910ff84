/** Times the recording of whole trajectories, as the trajectory lens asks for them. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../src/worker/session';
import { median } from './measure';
import { study } from './studies';

export interface SamplingRow {
  readonly study: string;
  /** Catalogue type of the sampler. */
  readonly method: string;
  readonly guidance: number;
  readonly particles: number;
  readonly steps: number;
  readonly evaluations: number;
  /** Median of the rounds in milliseconds, every step and every prediction of x_0 included, and the slowest of them. */
  readonly ms: number;
  readonly worst: number;
  /** Median of the processor's time for it: what other programs take does not count. */
  readonly cpuMs: number;
  /** Memory of the recorded trajectory in MB: (2·steps + 1) · particles · numbers of an item · 4 bytes. */
  readonly megabytes: number;
}

const [particles, steps] = [10_000, 100];

const cases = [
  ['rectified-flow-2d', 'sampler.euler', 1],
  ['rectified-flow-2d', 'sampler.heun', 1],
  ['rectified-flow-2d', 'sampler.midpoint', 1],
  ['rectified-flow-2d', 'sampler.rk4', 1],
  ['rectified-flow-2d', 'sampler.ddim', 1],
  ['rectified-flow-2d', 'sampler.sde', 1],
  ['guidance-2d', 'sampler.euler', 1],
  ['guidance-2d', 'sampler.euler', 3],
] as const;

/** Records 10 000 particles over 100 steps with every sampler, on fresh weights: the time does not depend on them. */
export const benchSampling = async (rounds = 7): Promise<SamplingRow[]> => {
  const rows: SamplingRow[] = [];
  for (const [name, method, guidance] of cases) {
    const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'));
    const session = await Session.open({
      document: study(name),
      runDirectory: folder,
      resumeFrom: null,
      backend: 'cpu',
      threads: 1,
      dataDirectory: null,
      log: () => undefined,
    });
    const record = (seed: number) =>
      session.probes.samplers.sample(null, {
        method,
        seed,
        count: particles,
        numInferenceSteps: steps,
        guidanceScale: guidance,
        eta: 1,
      });
    // Compiles.
    const { evaluations, samples, predOriginal } = await record(0);
    const times: number[] = [];
    const cpuTimes: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      await record(round);
      const { user, system } = process.cpuUsage(used);
      times.push(performance.now() - begun);
      cpuTimes.push((user + system) / 1_000);
    }
    await session.close();
    rmSync(folder, { recursive: true, force: true });
    rows.push({
      study: name,
      method,
      guidance,
      particles,
      steps,
      evaluations,
      ms: median(times),
      worst: Math.max(...times),
      cpuMs: median(cpuTimes),
      megabytes: (samples.byteLength + predOriginal.byteLength) / 1e6,
    });
  }
  return rows;
};
