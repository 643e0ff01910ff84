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

/** The step to look at, with all that is needed to make it again. */
export interface FailedStep {
  document: ProjectDocument;
  layout: ParameterLayout;
  /** Number of the step, counted from 1. */
  step: number;
  /** What the inputs of the step program held. */
  state: NamedArrays;
  feeds(feeds: Diagnosis['feeds'], engine: Engine): Record<string, DeviceTensor>;
  batch: Omit<NonFiniteStep['batch'], 'items'>;
  /** Step of the newest checkpoint; 0 where there is none. */
  kept: number;
  /** Positions in the dataset of the batch's items; null where they are drawn endlessly. */
  positions: Uint32Array | null;
}

/**
 * Makes the step again and finds the first value that is not finite. It runs on the CPU wherever the run itself does:
 * graphics devices may take NaN and infinity for something that never happens.
 */
export const diagnose = async (failed: FailedStep): Promise<NonFiniteStep> => {
  const engine = await createEngine('cpu');
  try {
    const culprit = (await ask(failed, engine, 'values')) ?? (await ask(failed, engine, 'gradients'));
    return report(failed, culprit);
  } finally {
    await engine.dispose();
  }
};

const ask = async (
  { document, layout, state, feeds }: FailedStep,
  engine: Engine,
  part: 'values' | 'gradients',
): Promise<Culprit | null> => {
  const diagnosis = buildDiagnosis(document, catalogue, layout, part);
  const executable = await engine.compile(diagnosis.program);
  const held = diagnosis.program.inputs
    .filter(({ name }) => Object.hasOwn(state, name))
    .map(({ name, shape }) => [name, engine.upload(state[name], shape, 'float32')] as const);
  const outputs = await executable.run({ ...Object.fromEntries(held), ...feeds(diagnosis.feeds, engine) });
  return firstCulprit(diagnosis, await readAll(outputs));
};

const report = (failed: FailedStep, culprit: Culprit | null): NonFiniteStep => {
  const { document, step, batch, positions } = failed;
  const items = culprit?.rows && positions ? culprit.rows.map((row) => positions[row]) : null;
  return {
    step,
    message: sentence(failed, culprit, items),
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

const sentence = (failed: FailedStep, culprit: Culprit | null, items: readonly number[] | null): string => {
  const { document, step } = failed;
  const what = culprit
    ? describeCulprit(document, catalogue, culprit)
    : 'the loss or its gradient is not finite, though the same step on the CPU is finite';
  return `Step ${step} was not taken: ${what}${where(failed, culprit, items)}; ${remedy(failed, culprit)}.`;
};

const where = ({ batch }: FailedStep, culprit: Culprit | null, items: readonly number[] | null): string => {
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

/** The step itself does not depend on the learning rate: only another way to these weights helps. */
const remedy = ({ batch, kept }: FailedStep, culprit: Culprit | null): string => {
  if (culprit?.what === 'value' && culprit.node === batch.node) return 'correct the data and start again';
  return `lower the learning rate and ${kept > 0 ? `go on from step ${kept}, the last checkpoint` : 'start again'}`;
};
