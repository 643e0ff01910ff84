import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Results, resultsPage, type StudyResult } from '../../../bench/results/record';
import { type ResultStudy, resultStudies } from '../../../bench/results/studies';
import { referenceSchema } from '../../core/graph/document';
import { readFileLimited, writeFileAtomic } from '../../files/atomic';
import { resourcesDirectory } from '../../files/resources';
import { UserError } from '../../worker/user-error';
import { parseArguments } from '../arguments';
import { openDocument, templateIds } from '../documents';
import { type CommandResult, log } from '../output';
import { train } from './train';

/** What was measured of a study, without what its template says. */
type Measured = Omit<StudyResult, 'title' | 'references'>;

/** What a training run says of itself. */
const trainedSchema = z.object({
  steps: z.number(),
  seconds: z.number(),
  metrics: z.record(z.string(), z.number()),
  weightsSha256: z.string(),
});
type Trained = z.infer<typeof trainedSchema>;

/** What earlier runs of the command wrote. */
const resultsSchema = z.strictObject({
  studies: z.array(
    z.strictObject({
      id: z.string(),
      template: z.string(),
      title: z.string(),
      set: z.array(z.string()),
      seeds: z.array(z.int()),
      steps: z.int(),
      seconds: z.number(),
      metrics: z.record(z.string(), z.number()),
      weightsSha256: z.string(),
      machine: z.string(),
      references: z.array(referenceSchema),
    }),
  ),
});

const LARGEST_RECORD = 4 * 2 ** 20;
const documents = (name: string): string => join(dirname(resourcesDirectory()), 'docs', name);

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const trainOnce = async ({ template, set }: ResultStudy, seed: number, threads: string[]): Promise<Trained> => {
  const folder = await mkdtemp(join(tmpdir(), 'loom-results-'));
  try {
    const assigned = set.flatMap((each) => ['--set', each]);
    const { json } = await train([
      template,
      '--seed',
      `${seed}`,
      '--out',
      join(folder, 'run'),
      ...assigned,
      ...threads,
    ]);
    return trainedSchema.parse(json);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const measured = async (study: ResultStudy, threads: number | undefined): Promise<Measured> => {
  const flags = threads === undefined ? [] : ['--threads', `${threads}`];
  const runs: Trained[] = [];
  for (const seed of study.seeds) {
    log(`${study.id}, seed ${seed} …`);
    runs.push(await trainOnce(study, seed, flags));
  }
  const names = Object.keys(runs[0].metrics);
  return {
    id: study.id,
    template: study.template,
    set: [...study.set],
    seeds: [...study.seeds],
    steps: runs[0].steps,
    seconds: median(runs.map(({ seconds }) => seconds)),
    metrics: Object.fromEntries(names.map((name) => [name, median(runs.map(({ metrics }) => metrics[name]))])),
    weightsSha256: runs[0].weightsSha256,
    machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${threads ?? 'all'} ${threads === 1 ? 'thread' : 'threads'}`,
  };
};

const recorded = async (): Promise<Results> => {
  const bytes = await readFileLimited(documents('results.json'), LARGEST_RECORD).catch(() => undefined);
  return bytes ? resultsSchema.parse(JSON.parse(new TextDecoder().decode(bytes))) : { studies: [] };
};

/** What was measured, beside the title and the references that the template has today. */
const referred = async (result: Measured, study: ResultStudy): Promise<StudyResult> => {
  const { title, references } = await openDocument(study.template);
  return { ...result, title, references: [...(study.references ?? references)] };
};

/** Keeps the rows in the order of the studies; written after each one, so that nothing is lost when it is stopped. */
const keep = async (results: readonly Measured[], all: readonly ResultStudy[]): Promise<void> => {
  const before = await recorded();
  const found = new Map<string, Measured>([...before.studies, ...results].map((study) => [study.id, study] as const));
  const studies: StudyResult[] = [];
  for (const study of all) {
    const result = found.get(study.id);
    if (result) studies.push(await referred(result, study));
  }
  await writeFileAtomic(documents('results.json'), `${JSON.stringify({ studies }, null, 1)}\n`);
  await writeFileAtomic(documents('results.md'), resultsPage({ studies }));
};

/** `loom results [template id]`: trains templates and writes what came of them into docs/results.md. */
export const results = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('results', args, { threads: 'integer', missing: 'toggle' });
  const ids = await templateIds();
  const [only] = parsed.positionals;
  if (only !== undefined && !ids.includes(only))
    throw new UserError(`loom results: there is no template "${only}"; choose one of ${ids.join(', ')}.`);
  const all = resultStudies(ids);
  const known = new Set((await recorded()).studies.map(({ id }) => id));
  const asked = all
    .filter(({ template }) => only === undefined || template === only)
    .filter(({ id }) => !parsed.toggle('missing') || !known.has(id));
  const done: Measured[] = [];
  for (const study of asked) {
    const result = await measured(study, parsed.integer('threads', 1, 256));
    await keep([result], all);
    done.push(result);
  }
  await keep([], all);
  const lines = done.map(({ id, metrics, seconds }) => `${id} (${seconds.toFixed(0)} s): ${JSON.stringify(metrics)}`);
  return { json: { studies: done }, text: [...lines, '→ docs/results.md'].join('\n') };
};
