import { writeNpz } from '../../core/export';
import { writeFileAtomic } from '../../files/atomic';
import { parseArguments } from '../arguments';
import { openForProbes } from '../open-run';
import type { CommandResult } from '../output';

/** `loom encode <run dir>`: latent means `z` (n × width) and `label` (n) of held-out items. */
export const encode = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('encode', args, { n: 'integer', out: 'text' });
  const session = await openForProbes('encode', parsed.positionals[0]);
  try {
    const { z, width, labels, count } = await session.probes.encode('test', parsed.integer('n', 1) ?? 1_000);
    const out = parsed.text('out') ?? 'latents.npz';
    const arrays = new Map([
      ['z', { shape: [count, width], data: z }],
      ['label', { shape: [count], data: labels }],
    ]);
    await writeFileAtomic(out, writeNpz(arrays));
    return { json: { out, n: count, width }, text: `${count} items as ${width} latent values each → ${out}` };
  } finally {
    await session.close();
  }
};
