import { z } from 'zod';
import type { Plan } from '../core/compile';
import { initialize } from '../core/compile/initialize';
import { FormatError } from '../core/data';
import type { ProjectDocument } from '../core/graph/document';
import { initialState, type NamedArrays, sizeOf, type TrainStep } from '../core/tensor';
import type { DeviceTensor, Engine } from '../engine';
import { readCheckpoint, readCurves } from '../files/run-folder';
import { checkpointMetadata, decodeCheckpoint } from './checkpoint';
import { CurveLog } from './curve-log';
import { fitsLive, livePlan, liveSettings } from './live-settings';
import type { SessionOptions } from './prepare';
import type { StoredRun } from './stored-run';

/** Parameters and optimiser state by input of the step program. */
export type State = Record<string, DeviceTensor>;

/** Where a run begins: fresh weights, or those of a checkpoint. */
export interface StartingPoint {
  /** The given plan, or that of the document with its live settings as they were at the checkpoint. */
  plan: Plan;
  state: State;
  step: number;
  /** Turns that each trainer has taken, where a checkpoint tells. */
  turns: Readonly<Record<string, number>>;
  curves: CurveLog;
  live: Readonly<Record<string, number>>;
}

const initialParameters = (plan: Plan, seed: number): NamedArrays =>
  Object.fromEntries(
    plan.parameters.map(({ name, shape, initializer }) => [
      name,
      initialize(initializer, sizeOf(shape), { seed, stream: `initialize/${name}`, step: 0 }),
    ]),
  );

/** Live settings as a checkpoint keeps them, by `node.setting`. */
const liveSchema = z.record(z.string(), z.number());

/** Turns as a checkpoint keeps them, by trainer. */
const turnsSchema = z.record(z.string(), z.int().min(0));

/** @throws FormatError where what was noted cannot be read. */
const note = <T>(
  schema: z.ZodType<Record<string, T>>,
  text: string | undefined,
  subject: string,
): Record<string, T> => {
  try {
    return schema.parse(JSON.parse(text ?? '{}'));
  } catch (error) {
    throw new FormatError(`${subject}: is damaged; go on from an older checkpoint.`, { cause: error });
  }
};

/** Hands state to an engine. */
export const uploadState = (engine: Engine, { state }: TrainStep, values: NamedArrays): State =>
  Object.fromEntries(state.map(({ input, shape }) => [input, engine.upload(values[input], shape, 'float32')]));

/** Fresh weights from the seed of the document, or the newest readable checkpoint of the run to resume. */
export const startingPoint = async (
  plan: Plan,
  engine: Engine,
  { document, resumeFrom, log }: Pick<SessionOptions, 'document' | 'resumeFrom' | 'log'>,
): Promise<StartingPoint> => {
  const names = plan.reports.map(({ name }) => name);
  const stored = resumeFrom
    ? await restore(plan, document, resumeFrom, log)
    : { plan, state: initialState(plan.step, initialParameters(plan, document.seed)), step: 0, turns: {}, live: {} };
  const curves = resumeFrom
    ? CurveLog.fromCsv(await readCurves(resumeFrom.folder), names, stored.step)
    : new CurveLog(names);
  return { ...stored, state: uploadState(engine, stored.plan.step, stored.state), curves };
};

/** The newest readable checkpoint; a damaged one is passed over with a word. */
const restore = async (
  planned: Plan,
  document: ProjectDocument,
  stored: StoredRun,
  log: (message: string) => void,
): Promise<Pick<StartingPoint, 'plan' | 'step' | 'turns' | 'live'> & { state: NamedArrays }> => {
  let failure: unknown;
  for (const [i, step] of stored.checkpoints.entries()) {
    try {
      const subject = `checkpoint ${step} of ${stored.folder}`;
      const bytes = await readCheckpoint(stored.folder, step);
      const noted = checkpointMetadata(bytes, subject);
      const live = note(liveSchema, noted.live, `${subject}, live settings`);
      const turns = note(turnsSchema, noted.turns, `${subject}, turns`);
      const moved = new Map([...liveSettings(document), ...Object.entries(live)]);
      const plan = fitsLive(planned, moved) ? planned : livePlan(document, moved);
      return { plan, state: decodeCheckpoint(plan.step, bytes, subject), step, turns, live };
    } catch (error) {
      failure ??= error;
      if (i < stored.checkpoints.length - 1)
        log(`${error instanceof Error ? error.message : String(error)} Trying an older one.`);
    }
  }
  throw failure;
};
