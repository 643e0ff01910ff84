import { dirname, join } from 'node:path';
import { geometricMean, bench as measure } from '../../../bench/run';
import { resourcesDirectory } from '../../files/resources';
import { UserError } from '../../worker/user-error';
import { parseArguments } from '../arguments';
import type { CommandResult } from '../output';

const FLAGS = { only: 'list', seconds: 'integer', threads: 'integer', 'vs-torch': 'toggle' } as const;

const milliseconds = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

/** `loom bench`: time of a training step of the reference workloads, beside PyTorch's with `--vs-torch`. */
export const bench = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('bench', args, FLAGS);
  const only = parsed.list('only');
  const rows = await measure({
    only: only.length ? only : undefined,
    seconds: parsed.integer('seconds', 1),
    threads: parsed.integer('threads', 1),
    torchPeer: parsed.toggle('vs-torch') ? join(dirname(resourcesDirectory()), 'bench', 'torch_peer.py') : undefined,
  }).catch((error: unknown) => {
    throw new UserError(error instanceof Error ? error.message : String(error));
  });
  const mean = geometricMean(rows);
  const lines = rows.map(
    ({ workload, ms, torchMs, ratio, compileMs, peakRssMb }) =>
      `${workload.padEnd(12)} ${milliseconds(ms).padStart(8)} ${milliseconds(torchMs).padStart(8)} ${milliseconds(ratio).padStart(6)} ${compileMs.toFixed(0).padStart(7)} ${peakRssMb.toFixed(0).padStart(7)}`,
  );
  return {
    json: { rows, geometricMean: mean },
    text: [
      'workload        ms/step  PyTorch  ratio compile  peakMB',
      ...lines,
      ...(mean === null ? [] : [`geometric mean of ratios: ${mean.toFixed(2)}`]),
    ].join('\n'),
  };
};
