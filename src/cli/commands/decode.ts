import { encodePng, imageGrid } from '../../core/export';
import { writeFileAtomic } from '../../files/atomic';
import { UserError } from '../../worker/user-error';
import { parseArguments } from '../arguments';
import { openForProbes } from '../open-run';
import type { CommandResult } from '../output';

const channelsOf = (count: number) => ([1, 2, 3, 4] as const).find((each) => each === count);

/** `loom decode <run dir> --z "0.5,-1"`: the picture that a latent point stands for, of the class `--label` where labels are told. */
export const decode = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('decode', args, { z: 'text', label: 'integer', out: 'text' });
  const text = parsed.text('z');
  if (text === undefined)
    throw new UserError('loom decode needs --z with the latent values, for instance --z "0.5,-1".');
  const z = Float32Array.from(text.split(','), (part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!z.every(Number.isFinite)) throw new UserError(`--z must be numbers with commas between them; it is "${text}".`);
  const session = await openForProbes('decode', parsed.positionals[0]);
  try {
    const { values, itemShape } = await session.probes.decode(z, 1, parsed.integer('label', 0, 255));
    const channels = itemShape.length === 3 ? channelsOf(itemShape[0]) : undefined;
    if (channels === undefined)
      throw new UserError(`This model decodes to ${itemShape.join(' × ')} numbers, not to a picture.`);
    const [, height, width] = itemShape;
    const out = parsed.text('out') ?? 'decoded.png';
    await writeFileAtomic(out, encodePng(imageGrid(values, { count: 1, columns: 1, channels, height, width })));
    return { json: { out, width, height, channels }, text: `z = ${text} → ${out}` };
  } finally {
    await session.close();
  }
};
