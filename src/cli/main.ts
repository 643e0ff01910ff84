import { toFailure } from '../worker/failure';
import { NonFiniteError } from '../worker/non-finite';
import { UserError } from '../worker/user-error';
import { bench } from './commands/bench';
import { check } from './commands/check';
import { decode } from './commands/decode';
import { devices } from './commands/devices';
import { encode } from './commands/encode';
import { features } from './commands/features';
import { picture } from './commands/picture';
import { results } from './commands/results';
import { sample } from './commands/sample';
import { templates } from './commands/templates';
import { train } from './commands/train';
import type { CommandResult } from './output';

const commands: Readonly<Record<string, (args: string[]) => Promise<CommandResult>>> = {
  templates,
  check,
  train,
  sample,
  encode,
  decode,
  picture,
  features,
  devices,
  bench,
  results,
};

const HELP = `loom: train and sample generative models without a window

  loom templates
  loom check  <template id | project.json> [--set node.setting=value …]
  loom train  <template id | project.json> [--steps N] [--seed S] [--backend ID] [--threads N]
              [--set node.setting=value …] [--out DIR] [--resume DIR]
              --steps N trains up to step N; with --resume, N more steps where step N is already behind
  loom sample <run dir> [--sampler ID|TYPE] [--steps N] [--n N] [--seed S] [--guidance W] [--eta E] [--label K]
              [--out FILE.npz]
  loom encode <run dir> --n N --out FILE.npz
  loom decode <run dir> --z "0.5,-1" [--label K] --out FILE.png
  loom picture <run dir> [--out FILE.png]
  loom features [--out FILE.safetensors]   the network by which pictures are compared, trained anew
  loom devices
  loom bench  [--only NAME …] [--vs-torch] [--seconds S] [--rounds N] [--threads N|default] [--backend ID]
  loom results [template id] [--threads N] [--missing]
              trains every template, or the one, and writes docs/results.md; --missing leaves out what it has
  loom bench  --parity [--only NAME …] | --profile NAME | --memory NAME [--steps N] | --editor [--rounds N] | --sampling [--rounds N]

Add --json to any of them for one JSON object as the last line on standard output.
Exit code 0: done; 2: a mistake in what was asked; 1: ours, also where --parity finds a difference.`;

const run = async (): Promise<number> => {
  const [name, ...args] = process.argv.slice(2);
  const json = args.includes('--json');
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  try {
    const command = commands[name];
    if (!Object.hasOwn(commands, name))
      throw new UserError(`loom has no command "${name}"; it has ${Object.keys(commands).join(', ')}.`);
    const result = await command(args);
    process.stdout.write(`${json ? JSON.stringify(result.json) : result.text}\n`);
    return result.exitCode ?? 0;
  } catch (error) {
    const { message, details, user } = toFailure(error);
    process.stderr.write(`${message}\n${!user && details ? `${details}\n` : ''}`);
    const where = error instanceof NonFiniteError ? { nonFinite: error.report } : {};
    if (json) process.stdout.write(`${JSON.stringify({ error: message, ...where })}\n`);
    return user ? 2 : 1;
  }
};

process.exitCode = await run();
