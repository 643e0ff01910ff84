/** Times training steps of the reference workloads, beside PyTorch where it is installed. */

import { type EngineChoice, openEngine } from './engine';
import { median, startTrainer } from './measure';
import { peakMemory, resetPeakMemory } from './memory';
import { startTorch, type TorchPeer } from './torch';
import { findWorkload, referenceWorkloads, type Workload } from './workloads';

export interface BenchOptions extends EngineChoice {
  /** Names of workloads; the eight reference workloads unless given. */
  readonly only?: readonly string[];
  /** Time for each workload and side, in all rounds; 5 unless given. */
  readonly seconds?: number;
  /** Blocks of each side, which alternate; 5 unless given, at least 3. */
  readonly rounds?: number;
  /** Path of `torch_peer.py`; without it PyTorch is left out. */
  readonly torchPeer?: string;
}

export interface Row {
  readonly workload: string;
  /**
   * The fastest block's median step, in ms. Other programs can only slow a block down, so the fastest says most about
   * the code and least about the machine's other work.
   */
  readonly ms: number;
  /** The same of PyTorch, in blocks between ours; null without PyTorch. */
  readonly torchMs: number | null;
  /** ms / torchMs. */
  readonly ratio: number | null;
  /** Trace, gradients, simplification, encoding and session, from nothing. */
  readonly compileMs: number;
  /**
   * Largest resident memory in MiB while the workload compiled and trained, with what earlier ones left in the process.
   */
  readonly peakRssMb: number;
}

const leastRounds = 3;
const warmUpSteps = 5;

export async function bench(options: BenchOptions = {}): Promise<Row[]> {
  const chosen = (options.only ?? Object.keys(referenceWorkloads)).map(findWorkload);
  const torch = options.torchPeer ? await startTorch(options.torchPeer, options.threads ?? 1) : null;
  const rows: Row[] = [];
  try {
    for (const make of chosen) rows.push(await time(make(), options, torch));
  } finally {
    torch?.close();
  }
  return rows;
}

async function time(workload: Workload, options: BenchOptions, torch: TorchPeer | null): Promise<Row> {
  const { seconds = 5, rounds = 5 } = options;
  const blocks = Math.max(leastRounds, rounds);
  const engine = await openEngine(options, workload);
  resetPeakMemory();
  const trainer = await startTrainer(engine, workload);
  for (let i = 0; i < warmUpSteps; i++) await trainer.step();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < blocks; i++) {
    ours.push(median(await trainer.block((seconds / blocks) * 1000)));
    if (torch) theirs.push(await torch.block(workload.name, seconds / blocks));
  }
  await engine.dispose();
  const ms = Math.min(...ours);
  const torchMs = torch ? Math.min(...theirs) : null;
  return {
    workload: workload.name,
    ms,
    torchMs,
    ratio: torchMs === null ? null : ms / torchMs,
    compileMs: trainer.compileMs,
    peakRssMb: peakMemory(),
  };
}

/** Of the ratios that reference workloads have; null where none has one. */
export function geometricMean(rows: readonly Row[]): number | null {
  const logs = rows.flatMap(({ workload, ratio }) =>
    ratio !== null && Object.hasOwn(referenceWorkloads, workload) ? [Math.log(ratio)] : [],
  );
  return logs.length > 0 ? Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length) : null;
}
