import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Threads } from './engine';

/** Debian's, which has `python3-torch`. */
export const python = '/usr/bin/python3';

/** PyTorch in a process of its own, which sleeps between the blocks it is asked for. */
export interface TorchPeer {
  /** Median ms of a step over a block of the given length. */
  block(workload: string, seconds: number): Promise<number>;
  close(): void;
}

/** Whether Python can import PyTorch here. */
export const hasTorch = async (): Promise<boolean> =>
  (await exitCode(spawn(python, ['-c', 'import torch'], { stdio: 'ignore' }))) === 0;

/** Starts `torch_peer.py`; null where Python has no PyTorch. */
export async function startTorch(script: string, threads: Threads): Promise<TorchPeer | null> {
  if (!(await hasTorch())) return null;
  const isChosen = threads !== 'default';
  const child = spawn(python, [script, '--serve', '--threads', isChosen ? String(threads) : '0'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...(isChosen ? { OMP_NUM_THREADS: String(threads) } : {}) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async block(workload, seconds) {
      child.stdin.write(`${workload} ${seconds}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`torch_peer.py: got no answer for ${workload}; run the script by hand to see why.`);
      const { ms }: { ms: number } = JSON.parse(value);
      return ms;
    },
    close: () => child.stdin.end(),
  };
}

const exitCode = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
