import { catalogue } from '../core/catalogue';
import {
  buildDiagnosis,
  type Culprit,
  type Diagnosis,
  describeCulprit,
  firstCulprit,
  placeTitle,
} from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import type { NamedArrays, ParameterLayout } from '../core/tensor';
import { createEngine, type DeviceTensor, type Engine } from '../engine';
import type { NonFiniteStep } from '../protocol/worker';
import { readAll } from './tensors';
import { UserError } from './user-error';

/** A step that was not taken because its numbers are not finite. */
export class NonFiniteError extends UserError {
  constructor(readonly report: NonFiniteStep) {
    const { message, culprit } = report;
    super(message, culprit ? [{ severity: 'error', network: culprit.network, node: culprit.node, message }] : []);
  }
}

/** One update of a step, with all that is needed to make it again. */
export interface FailedUpdate {
  trainer: string;
  /** Whether that trainer follows no gradient, so that it has no learning rate. */
  fits: boolean;
  batch: Omit<NonFiniteStep['batch'], 'items'>;
  /** Positions in the dataset of the batch's items; null where they are drawn endlessly. */
  positions: Uint32Array | null;
  feeds(feeds: Diagnosis['feeds'], engine: Engine): Record<string, DeviceTensor>;
}

/** The step to look at. */
export interface FailedStep {
  document: ProjectDocument;
  layouts: readonly ParameterLayout[];
  /** Number of the step, counted from 1. */
  step: number;
  /** What the inputs of the step program held. */
  state: NamedArrays;
  /** In the order in which they were made; one or more. Each is made again from the weights before the step. */
  updates: readonly FailedUpdate[];
  /** Step of the newest checkpoint; 0 where there is none. */
  kept: number;
}

/** Where it was found, or the first update where it was not. */
type Found = Pick<FailedStep, 'document' | 'step' | 'kept'> & FailedUpdate & { several: boolean };

/**
 * Makes the step again and finds the first value that is not finite. It runs on the CPU wherever the run itself does:
 * graphics devices may take NaN and infinity for something that never happens.
 */
export const diagnose = async (failed: FailedStep): Promise<NonFiniteStep> => {
  const { document, step, kept, updates } = failed;
  const found = (update: FailedUpdate): Found => ({ document, step, kept, several: updates.length > 1, ...update });
  const engine = await createEngine('cpu');
  try {
    for (const update of updates) {
      const culprit = (await ask(failed, update, engine, 'values')) ?? (await ask(failed, update, engine, 'gradients'));
      if (culprit) return report(found(update), culprit);
    }
    return report(found(updates[0]), null);
  } finally {
    await engine.dispose();
  }
};

const ask = async (
  { document, layouts, state }: FailedStep,
  { feeds, trainer }: FailedUpdate,
  engine: Engine,
  part: 'values' | 'gradients',
): Promise<Culprit | null> => {
  const diagnosis = buildDiagnosis(document, catalogue, layouts, part, trainer);
  const executable = await engine.compile(diagnosis.program);
  const held = diagnosis.program.inputs
    .filter(({ name }) => Object.hasOwn(state, name))
    .map(({ name, shape }) => [name, engine.upload(state[name], shape, 'float32')] as const);
  const outputs = await executable.run({ ...Object.fromEntries(held), ...feeds(diagnosis.feeds, engine) });
  return firstCulprit(diagnosis, await readAll(outputs));
};

const report = (found: Found, culprit: Culprit | null): NonFiniteStep => {
  const { document, step, trainer, batch, positions } = found;
  const items = culprit?.rows && positions ? culprit.rows.map((row) => positions[row]) : null;
  return {
    step,
    trainer,
    message: sentence(found, culprit, items),
    culprit: culprit && {
      what: culprit.what,
      kind: culprit.kind,
      title: placeTitle(document, catalogue, culprit),
      network: culprit.network,
      node: culprit.node,
      parameter: culprit.parameter,
    },
    batch: { ...batch, items },
  };
};

/** An update after the first begins with weights that were not kept: it cannot always be made again. */
const unexplained = ({ several }: Found): string =>
  several
    ? 'a loss or its gradient is not finite, though each of its updates is finite from the weights before the step'
    : 'the loss or its gradient is not finite, though the same step on the CPU is finite';

const sentence = (found: Found, culprit: Culprit | null, items: readonly number[] | null): string => {
  const { document, step } = found;
  const what = culprit ? describeCulprit(document, catalogue, culprit) : unexplained(found);
  return `Step ${step} was not taken: ${what}${where(found, culprit, items)}; ${remedy(found, culprit)}.`;
};

const where = ({ batch }: Found, culprit: Culprit | null, items: readonly number[] | null): string => {
  const { title, size, epoch, seed } = batch;
  const origin = epoch === null ? `drawn from seed ${seed}` : `epoch ${epoch}`;
  const rows = culprit?.rows?.length ?? size;
  if (!culprit || culprit.what === 'parameter') return '';
  if (rows === size) return ` for the whole batch of ${size} from "${title}" (${origin})`;
  if (items) return ` for ${list(items)} of "${title}" (${origin})`;
  return ` for ${rows} of the ${size} items of the batch from "${title}" (${origin})`;
};

const SHOWN = 3;

const list = (items: readonly number[]): string => {
  const shown = items.slice(0, SHOWN).join(', ');
  const rest = items.length - SHOWN;
  return `${items.length === 1 ? 'item' : 'items'} ${shown}${rest > 0 ? ` and ${rest} more` : ''}`;
};

/** The step itself does not depend on the learning rate: only another way to these weights helps, and a fit has but one. */
const remedy = ({ document, batch, kept, fits }: Found, culprit: Culprit | null): string => {
  if (culprit?.what === 'value' && culprit.node === batch.node) return 'correct the data and start again';
  if (fits) {
    const fitted = culprit
      ? `the settings of ${placeTitle(document, catalogue, culprit)}`
      : 'the settings of what is fitted';
    return `bring the data to a smaller scale or change ${fitted}, and start again`;
  }
  return `lower the learning rate and ${kept > 0 ? `go on from step ${kept}, the last checkpoint` : 'start again'}`;
};
