import { writeNpz } from '../../core/export';
import { writeFileAtomic } from '../../files/atomic';
import { UserError } from '../../worker/user-error';
import { type Parsed, parseArguments } from '../arguments';
import { openForProbes } from '../open-run';
import type { CommandResult } from '../output';

const FLAGS = {
  sampler: 'text',
  steps: 'integer',
  n: 'integer',
  seed: 'integer',
  guidance: 'text',
  eta: 'text',
  label: 'integer',
  out: 'text',
} as const;

/** Passages that a model of text writes unless it is told how many. */
const PASSAGES = 16;
const RULE = `\n${'-'.repeat(72)}\n`;

const printed = (passages: readonly string[]): string => `${passages.join(RULE)}\n`;

/** A real number within bounds. */
const numberOf = (parsed: Parsed, flag: string, maximum: number): number | undefined => {
  const text = parsed.text(flag);
  const value = Number(text);
  if (text === undefined) return undefined;
  if (text.trim() === '' || !(value >= 0 && value <= maximum))
    throw new UserError(`--${flag} must be a number from 0 to ${maximum}; it is "${text}".`);
  return value;
};

/**
 * `loom sample <run dir>`: `samples` (n × …) and `trajectory` (steps + 1 × n × …), from noise to data, and the classes that
 * were asked for (`labels`) where the network takes labels. `--sampler` names a sampler of the study, or one of the catalogue
 * that takes the place of its first. A model of text writes passages into a text, or into a JSON list where `--out` ends so; as
 * tokens they come where it ends with `.npz`.
 */
export const sample = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('sample', args, FLAGS);
  const session = await openForProbes('sample', parsed.positionals[0]);
  try {
    const count = parsed.integer('n', 1) ?? (session.info.probes.text ? PASSAGES : 1_000);
    const sampler = parsed.text('sampler') ?? null;
    const seed = parsed.integer('seed', 0) ?? 0;
    const { samples, itemShape, times, steps, labels, texts } = await session.probes.sample(sampler, {
      seed,
      count,
      numInferenceSteps: parsed.integer('steps', 1),
      guidanceScale: numberOf(parsed, 'guidance', 100),
      eta: numberOf(parsed, 'eta', 1),
      label: parsed.integer('label', 0, 255),
    });
    if (texts && !parsed.text('out')?.endsWith('.npz')) {
      const passages = texts.map((pieces) => pieces.join(''));
      const out = parsed.text('out') ?? 'samples.txt';
      await writeFileAtomic(out, out.endsWith('.json') ? `${JSON.stringify(passages, null, 2)}\n` : printed(passages));
      return { json: { out, n: count, steps, seed, texts: passages }, text: `${count} passages → ${out}` };
    }
    const size = samples.length / (steps + 1);
    const out = parsed.text('out') ?? 'samples.npz';
    const arrays = new Map([
      ['samples', { shape: [count, ...itemShape], data: samples.slice(steps * size) }],
      ['trajectory', { shape: [steps + 1, count, ...itemShape], data: samples }],
      ['times', { shape: [steps + 1], data: times }],
      ...(labels.length > 0 ? [['labels', { shape: [count], data: labels }] as const] : []),
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
