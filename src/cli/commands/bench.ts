import { dirname, join } from 'node:path';
import { type AnswerRow, benchAnswers, benchKeeping, type KeepingRow } from '../../../bench/answers';
import { benchEditor, type EditorRow } from '../../../bench/editor';
import type { EngineChoice, Threads } from '../../../bench/engine';
import { isWithinLimits, type Parity, parityLimits, parityOf } from '../../../bench/parity';
import { type Profile, profile } from '../../../bench/profile';
import { geometricMean, bench as measure, type Row } from '../../../bench/run';
import { benchSampling, type SamplingRow } from '../../../bench/sampling';
import { settledAfter, soak } from '../../../bench/soak';
import { resourcesDirectory } from '../../files/resources';
import { UserError } from '../../worker/user-error';
import { type Parsed, parseArguments } from '../arguments';
import type { CommandResult } from '../output';

const FLAGS = {
  only: 'list',
  seconds: 'integer',
  rounds: 'integer',
  threads: 'text',
  backend: 'text',
  'vs-torch': 'toggle',
  parity: 'toggle',
  editor: 'toggle',
  answers: 'toggle',
  keeping: 'toggle',
  sampling: 'toggle',
  profile: 'text',
  memory: 'text',
  steps: 'integer',
} as const;

const script = (name: string): string => join(dirname(resourcesDirectory()), 'bench', name);

const threadsOf = (parsed: Parsed): Threads | undefined =>
  parsed.text('threads') === 'default' ? 'default' : parsed.integer('threads', 1, 256);

const onlyOf = (parsed: Parsed): string[] | undefined => {
  const only = parsed.list('only');
  return only.length > 0 ? only : undefined;
};

/**
 * `loom bench`: time of a training step of the reference workloads, beside PyTorch's with `--vs-torch`; or, with
 * `--parity`, `--profile NAME` or `--memory NAME`, what else can be asked about them. `--editor` times the analysis after
 * an edit instead, `--answers` the decoding of one z, idle and while a model trains, and `--keeping` training with and
 * without kept weights; `--sampling` times the recording of trajectories.
 */
export const bench = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('bench', args, FLAGS);
  const engine = { backend: parsed.text('backend'), threads: threadsOf(parsed) };
  try {
    const [profiled, soaked] = [parsed.text('profile'), parsed.text('memory')];
    if (profiled !== undefined) return profileResult(await profile(profiled, engine));
    if (soaked !== undefined) return await memoryResult(soaked, parsed, engine);
    if (parsed.toggle('editor')) return editorResult(benchEditor(undefined, parsed.integer('rounds', 3)));
    if (parsed.toggle('answers')) return answersResult(await benchAnswers(parsed.integer('rounds', 20)));
    if (parsed.toggle('keeping')) return keepingResult(await benchKeeping(parsed.integer('rounds', 3)));
    if (parsed.toggle('sampling')) return samplingResult(await benchSampling(parsed.integer('rounds', 3)));
    if (parsed.toggle('parity')) return parityResult(await parityOf(script('parity.py'), onlyOf(parsed), engine));
    return timeResult(
      await measure({
        ...engine,
        only: onlyOf(parsed),
        seconds: parsed.integer('seconds', 1),
        rounds: parsed.integer('rounds', 3),
        torchPeer: parsed.toggle('vs-torch') ? script('torch_peer.py') : undefined,
      }),
    );
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
};

const milliseconds = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

function timeResult(rows: Row[]): CommandResult {
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
}

function editorResult(rows: readonly EditorRow[]): CommandResult {
  const cells = ({ nodes, edit, ms, p95, wholeMs }: EditorRow): string =>
    `${String(nodes).padStart(5)}  ${edit.padEnd(8)} ${[ms, p95, wholeMs].map((value) => value.toFixed(2).padStart(8)).join(' ')}`;
  return {
    json: { rows },
    text: ['nodes  edit     median ms   95th %    whole', ...rows.map(cells)].join('\n'),
  };
}

function answersResult(rows: readonly AnswerRow[]): CommandResult {
  const cells = ({ study, training, ms, p95, worst, stepMs }: AnswerRow): string =>
    `${study.padEnd(22)} ${(training ? 'training' : 'idle').padEnd(8)} ${[ms, p95, worst, stepMs].map((value) => milliseconds(value).padStart(8)).join(' ')}`;
  return {
    json: { rows },
    text: ['study                           median ms   95th %    worst     step', ...rows.map(cells)].join('\n'),
  };
}

function keepingResult(rows: readonly KeepingRow[]): CommandResult {
  const cells = ({ study, kept, without, ratio }: KeepingRow): string =>
    `${study.padEnd(20)} ${kept.toFixed(3).padStart(9)} ${without.toFixed(3).padStart(9)} ${ratio.toFixed(3).padStart(7)}`;
  return { json: { rows }, text: ['processor ms a step       kept   without   ratio', ...rows.map(cells)].join('\n') };
}

function samplingResult(rows: readonly SamplingRow[]): CommandResult {
  const cells = ({ study, method, guidance, evaluations, ms, worst, cpuMs, megabytes }: SamplingRow): string =>
    `${study.padEnd(18)} ${method.padEnd(17)} ${String(guidance).padStart(8)} ${String(evaluations).padStart(11)} ${[ms, worst, cpuMs].map((value) => value.toFixed(0).padStart(6)).join(' ')} ${megabytes.toFixed(2).padStart(6)}`;
  return {
    json: { rows },
    text: [
      'study              sampler           guidance evaluations     ms  worst    cpu     MB',
      ...rows.map(cells),
    ].join('\n'),
  };
}

function parityResult(rows: readonly Parity[]): CommandResult {
  const isClose = rows.every(isWithinLimits);
  const cells = (values: readonly number[]): string => values.map((v) => v.toExponential(1).padStart(9)).join(' ');
  const { lossError, gradientError, updateError } = parityLimits;
  return {
    json: { rows, limits: parityLimits, passed: isClose },
    text: [
      'workload          loss  gradient    update',
      ...rows.map((row) => `${row.workload.padEnd(12)} ${cells([row.lossError, row.gradientError, row.updateError])}`),
      `${'limits'.padEnd(12)} ${cells([lossError, gradientError, updateError])}  ${isClose ? 'all within' : 'NOT all within'}`,
    ].join('\n'),
    exitCode: isClose ? 0 : 1,
  };
}

function profileResult({ workload, ms, operators, nodes }: Profile): CommandResult {
  const share = (part: number): string => `${(100 * part).toFixed(1)} %`.padStart(7);
  return {
    json: { profile: { workload, ms, operators, nodes } },
    text: [
      `${workload}: ${ms.toFixed(2)} ms a step in kernels`,
      ...operators.map(
        (o) => `${o.operator.padEnd(24)} ${o.ms.toFixed(3).padStart(9)} ms ${share(o.share)}  ${o.nodes} nodes`,
      ),
      'slowest nodes:',
      ...nodes.map((n) => `${n.node.padEnd(32)} ${n.ms.toFixed(3).padStart(9)} ms  ${n.shapes}`),
    ].join('\n'),
  };
}

async function memoryResult(name: string, parsed: Parsed, engine: EngineChoice): Promise<CommandResult> {
  const memory = await soak(name, parsed.integer('steps', settledAfter + 1) ?? 20_000, engine);
  return {
    json: { memory },
    text: `${memory.workload}: ${memory.earlyMb.toFixed(1)} MiB after ${settledAfter} steps, ${memory.lateMb.toFixed(1)} MiB after ${memory.steps}, growth ${memory.growthMb.toFixed(1)} MiB`,
  };
}
