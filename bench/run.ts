/** Times training steps of the reference workloads, beside PyTorch where it is installed. */

import { createEngine } from '../src/engine';
import { median, startTrainer } from './measure';
import { peakMemory, resetPeakMemory } from './memory';
import { startTorch, type TorchPeer } from './torch';
import { type Workload, workloads } from './workloads';

export interface BenchOptions {
  /** Names of workloads; all unless given. */
  readonly only?: readonly string[];
  /** Time for each workload and side, in five blocks; 5 unless given. */
  readonly seconds?: number;
  /** CPU threads of each side; 1 unless given. */
  readonly threads?: number;
  /** Path of `torch_peer.py`; without it PyTorch is left out. */
  readonly torchPeer?: string;
}

export interface Row {
  readonly workload: string;
  /** Median over blocks of the median step, in ms. */
  readonly ms: number;
  /** The same of PyTorch, in blocks between ours; null without PyTorch. */
  readonly torchMs: number | null;
  /** ms / torchMs. */
  readonly ratio: number | null;
  readonly compileMs: number;
  readonly peakRssMb: number;
}

const blocks = 5;
const warmUpSteps = 5;

export async function bench({ only, seconds = 5, threads = 1, torchPeer }: BenchOptions = {}): Promise<Row[]> {
  const names = only ?? Object.keys(workloads);
  const unknown = names.find((name) => !Object.hasOwn(workloads, name));
  if (unknown !== undefined) {
    throw new Error(
      `bench: got the workload "${unknown}", expected ${Object.keys(workloads).join(', ')}; choose one of these.`,
    );
  }
  const torch = torchPeer ? await startTorch(torchPeer, threads) : null;
  const rows: Row[] = [];
  try {
    for (const name of names) rows.push(await time(workloads[name](), seconds / blocks, threads, torch));
  } finally {
    torch?.close();
  }
  return rows;
}

async function time(workload: Workload, seconds: number, threads: number, torch: TorchPeer | null): Promise<Row> {
  const engine = await createEngine('cpu', { threads });
  resetPeakMemory();
  const trainer = await startTrainer(engine, workload);
  for (let i = 0; i < warmUpSteps; i++) await trainer.step();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < blocks; i++) {
    ours.push(median(await trainer.block(seconds * 1000)));
    if (torch) theirs.push(await torch.block(workload.name, seconds));
  }
  await engine.dispose();
  const ms = median(ours);
  const torchMs = torch ? median(theirs) : null;
  return {
    workload: workload.name,
    ms,
    torchMs,
    ratio: torchMs === null ? null : ms / torchMs,
    compileMs: trainer.compileMs,
    peakRssMb: peakMemory(),
  };
}

/** Of the ratios there are; null where there is none. */
export function geometricMean(rows: readonly Row[]): number | null {
  const logs = rows.flatMap(({ ratio }) => (ratio === null ? [] : [Math.log(ratio)]));
  return logs.length > 0 ? Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length) : null;
}
