import { writeNpz } from '../../core/export';
import { writeFileAtomic } from '../../files/atomic';
import { parseArguments } from '../arguments';
import { openForProbes } from '../open-run';
import type { CommandResult } from '../output';

const FLAGS = { sampler: 'text', steps: 'integer', n: 'integer', seed: 'integer', out: 'text' } as const;

/** `loom sample <run dir>`: `samples` (n × …) and `trajectory` (steps + 1 × n × …), from noise to data. */
export const sample = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('sample', args, FLAGS);
  const session = await openForProbes('sample', parsed.positionals[0]);
  try {
    const count = parsed.integer('n', 1) ?? 1_000;
    const sampler = parsed.text('sampler') ?? null;
    const seed = parsed.integer('seed', 0) ?? 0;
    const { samples, itemShape, times, steps } = await session.probes.samplers.sample(sampler, {
      seed,
      count,
      numInferenceSteps: parsed.integer('steps', 1),
    });
    const size = samples.length / (steps + 1);
    const out = parsed.text('out') ?? 'samples.npz';
    const arrays = new Map([
      ['samples', { shape: [count, ...itemShape], data: samples.slice(steps * size) }],
      ['trajectory', { shape: [steps + 1, count, ...itemShape], data: samples }],
      ['times', { shape: [steps + 1], data: times }],
    ]);
    await writeFileAtomic(out, writeNpz(arrays));
    return {
      json: { out, n: count, steps, seed, shape: [count, ...itemShape] },
      text: `${count} samples in ${steps} steps → ${out}`,
    };
  } finally {
    await session.close();
  }
};
