import { resolve } from 'node:path';
import { catalogue } from '../../core/catalogue';
import { analyse } from '../../core/compile';
import { serializeDocument } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import { DeviceLostError } from '../../engine';
import { newRunId } from '../../files/project-folder';
import { CHECKPOINT_INTERVAL_MS, lossNotice, REFUGE } from '../../worker/device-loss';
import { NonFiniteError } from '../../worker/non-finite';
import { Session } from '../../worker/session';
import { openRun, type StoredRun } from '../../worker/stored-run';
import { everyCore } from '../../worker/threads';
import { UserError } from '../../worker/user-error';
import { type Parsed, parseArguments } from '../arguments';
import { assign, folderOf, openDocument } from '../documents';
import { type CommandResult, log, ProgressBar } from '../output';

const FLAGS = {
  steps: 'integer',
  seed: 'integer',
  backend: 'text',
  threads: 'integer',
  set: 'list',
  out: 'text',
  resume: 'text',
} as const;

const LARGEST_SEED = 2 ** 31 - 1;

const withSeed = (document: ProjectDocument, seed: number | undefined): ProjectDocument =>
  seed === undefined ? document : { ...document, seed };

/** The first mistake as the sentence, all of them as problems. */
const requireTrainable = (document: ProjectDocument): void => {
  const { ok, problems } = analyse(document, catalogue);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!ok) throw new UserError(errors[0].message, errors);
};

/**
 * The step to stop at. `--steps N` of a new run is the step N; of a resumed run it is the step N where that lies ahead,
 * and N more steps otherwise.
 */
const targetStep = (steps: number | undefined, budget: number, taken: number): number => {
  if (steps === undefined) return budget;
  return steps > taken ? steps : taken + steps;
};

/** Live settings that the command assigns win over those that a resumed run remembers. */
const assignLive = (session: Session, document: ProjectDocument, assignments: readonly string[]): void => {
  const assigned = new Set(assignments.map((assignment) => assignment.split('=')[0].trim()));
  for (const { node, setting } of session.info.live) {
    const value = document.study.nodes.find(({ id }) => id === node)?.settings[setting];
    if (assigned.has(`${node}.${setting}`) && typeof value === 'number') session.setLive(node, setting, value);
  }
};

/** What to train: the document as asked for, or the graph that a resumed run was started with. */
const chosenDocument = async (template: string, from: StoredRun | null): Promise<ProjectDocument> => {
  const document = await openDocument(template);
  if (!from) return document;
  const same = serializeDocument({ ...document, seed: from.document.seed }) === serializeDocument(from.document);
  if (!same)
    log(`The run goes on with the graph it was started with, which differs from ${template}; --set changes it.`);
  return from.document;
};

interface Opened {
  session: Session;
  target: number;
}

const open = async (parsed: Parsed, template: string): Promise<Opened> => {
  const [out, resume] = [parsed.text('out'), parsed.text('resume')];
  const seed = parsed.integer('seed', 0, LARGEST_SEED);
  const from = resume === undefined ? null : await openRun(resolve(resume));
  const document = withSeed(assign(await chosenDocument(template, from), parsed.list('set')), seed);
  requireTrainable(document);
  if (from && seed !== undefined && seed !== from.record.seed)
    throw new UserError(
      `--seed ${seed} differs from the seed ${from.record.seed} of the run in ${resume}; leave it out to resume.`,
    );
  const session = await Session.open({
    document: withSeed(document, from?.record.seed),
    runDirectory: resolve(out ?? resume ?? `runs/${newRunId(new Date())}`),
    resumeFrom: from,
    backend: parsed.text('backend') ?? 'cpu',
    threads: parsed.integer('threads', 1) ?? { upTo: everyCore() },
    dataDirectory: null,
    projectDirectory: await folderOf(template),
    log,
  });
  assignLive(session, document, parsed.list('set'));
  const target = targetStep(parsed.integer('steps', 1), session.steps, session.step);
  if (target > session.steps) {
    log(`The trainer's budget of ${session.steps} steps is raised to ${target}.`);
    session.setSteps(target);
  }
  return { session, target };
};

/**
 * Does something with a run and gives the session to go on with. A run whose device is gone goes on from its last
 * checkpoint on the CPU; then there is no value, as nothing was done yet.
 */
const attempt = async <T>(
  session: Session,
  task: (session: Session) => Promise<T>,
): Promise<{ session: Session; value?: T }> => {
  try {
    return { session, value: await task(session) };
  } catch (error) {
    if (error instanceof NonFiniteError) throw withCommand(error, session);
    if (!(error instanceof DeviceLostError) || session.info.backend.id === REFUGE) throw error;
    const { backend } = session.info;
    const again = await session.reopen(REFUGE);
    log(lossNotice(error, { title: backend.title, at: session.step, from: again.step, training: true }));
    return { session: again };
  }
};

/** The same error with the flags that follow its advice, where that is to lower a learning rate. */
const withCommand = (error: NonFiniteError, session: Session): NonFiniteError => {
  const { report } = error;
  const { kept, runDirectory } = session;
  const rate = session.learningRateOf(report.trainer);
  if (!rate) return error;
  const { node, setting, value } = rate;
  const resume = kept > 0 ? `--resume ${runDirectory} ` : '';
  const flags = `${resume}--set ${node}.${setting}=${Number((value / 10).toPrecision(3))}`;
  return new NonFiniteError({ ...report, message: `${report.message} Flags for that: ${flags}` });
};

interface Trained {
  session: Session;
  last: readonly number[];
  seconds: number;
}

const trainTo = async (opened: Session, target: number): Promise<Trained> => {
  let session = opened;
  const bar = new ProgressBar();
  const begin = performance.now();
  const from = session.step;
  let [last, drawnAt, savedAt]: [readonly number[], number, number] = [[], begin, begin];
  // Ctrl+C ends the run the way the studio's Stop does: with a checkpoint.
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  const keep = async (): Promise<void> => {
    ({ session } = await attempt(session, (each) => each.checkpoint(each.step >= each.steps)));
    savedAt = performance.now();
  };
  const takeStep = async (): Promise<void> => {
    const taken = await attempt(session, (each) => each.train());
    session = taken.session;
    last = taken.value ?? last;
    const now = performance.now();
    if (now - drawnAt > 100) {
      const rate = ((session.step - from) * 1000) / (now - begin);
      bar.show(
        session.step,
        target,
        `${rate.toFixed(0)} steps/s · ${((target - session.step) / rate).toFixed(0)} s left`,
      );
      drawnAt = now;
      // Lets signals in.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (now - savedAt > CHECKPOINT_INTERVAL_MS) await keep();
  };
  do {
    while (session.step < target && !interrupted) await takeStep();
    await keep();
    // Keeping the last step may have shown that the device is gone, and with it some steps.
  } while (session.step < target && !interrupted);
  process.off('SIGINT', interrupt);
  bar.done();
  const seconds = (performance.now() - begin) / 1000;
  if (interrupted) log(`Stopped at step ${session.step}; continue with --resume.`);
  return { session, last, seconds };
};

/** `loom train <template id | project.json> …` */
export const train = async (args: string[]): Promise<CommandResult> => {
  const parsed = parseArguments('train', args, FLAGS);
  const [template] = parsed.positionals;
  if (template === undefined) throw new UserError('loom train needs a template id or a project file.');
  const { session: opened, target } = await open(parsed, template);
  let session = opened;
  try {
    const begin = session.step;
    const trained = await trainTo(session, target);
    const measured = await attempt(trained.session, (each) => each.evaluate());
    session = measured.session;
    const { last, seconds } = trained;
    const metrics = measured.value ?? (await session.evaluate());
    const loss = Object.fromEntries(session.info.series.map(({ name }, i) => [name, last[i]]));
    const json = {
      steps: session.step,
      seconds,
      stepsPerSecond: seconds > 0 ? (session.step - begin) / seconds : 0,
      loss,
      metrics,
      weightsSha256: await session.weightsSha256(),
      backend: session.info.backend.id,
      run: session.runDirectory,
    };
    const numbers = Object.entries({ ...loss, ...metrics }).map(
      ([name, value]) => `  ${name}: ${value?.toPrecision(6)}`,
    );
    return {
      json,
      text: `Trained to step ${json.steps} in ${seconds.toFixed(1)} s (${json.stepsPerSecond.toFixed(0)} steps/s).\n${numbers.join('\n')}\n  run: ${json.run}`,
    };
  } finally {
    await session.close().catch(() => undefined);
  }
};
