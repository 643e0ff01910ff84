/** Resident memory over many steps. */

import { type EngineChoice, openEngine } from './engine';
import { startTrainer } from './measure';
import { findWorkload } from './workloads';

export interface Soak {
  readonly workload: string;
  readonly steps: number;
  /** Resident memory in MiB after the first 1 000 steps. */
  readonly earlyMb: number;
  /** The same after the last step. */
  readonly lateMb: number;
  readonly growthMb: number;
}

/** By then caches and arenas have the size that they keep. */
export const settledAfter = 1000;

/** Trains for `steps` steps, more than 1 000, and gives the memory early and late. */
export async function soak(name: string, steps: number, options: EngineChoice): Promise<Soak> {
  const workload = findWorkload(name)();
  const engine = await openEngine(options, workload);
  const trainer = await startTrainer(engine, workload);
  const residentMb = (): number => process.memoryUsage.rss() / 2 ** 20;
  for (let t = 0; t < settledAfter; t++) await trainer.step();
  const earlyMb = residentMb();
  for (let t = settledAfter; t < steps; t++) await trainer.step();
  const lateMb = residentMb();
  await engine.dispose();
  return { workload: name, steps, earlyMb, lateMb, growthMb: lateMb - earlyMb };
}
