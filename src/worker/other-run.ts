import { catalogue } from '../core/catalogue';
import { compilePlan } from '../core/compile';
import { evaluationState } from '../core/tensor';
import type { Engine } from '../engine';
import { projectOf } from '../files/project-folder';
import { listKept } from '../files/run-folder';
import { KeptWeights } from './kept-weights';
import { liveSettings } from './live-settings';
import { Model } from './model';
import { openSources } from './prepare';
import { Probes } from './probes';
import { describeModel } from './session-info';
import { startingPoint } from './starting-point';
import { openRun } from './stored-run';
import { disposeAll } from './tensors';
import { weightShapes } from './weights-file';

interface OtherRunOptions {
  engine: Engine;
  dataDirectory: string | null;
  log(message: string): void;
}

/**
 * A run on disk as a model to look at: its newest checkpoint and the weights that it kept. Nothing of it is written.
 * @throws UserError, FileError or FormatError where there is no such run, or none that got as far as a checkpoint.
 */
export const openOtherRun = async (
  folder: string,
  run: string,
  { engine, dataDirectory, log }: OtherRunOptions,
): Promise<Model> => {
  const stored = await openRun(folder);
  const { document, record } = stored;
  const sources = await openSources(document, dataDirectory, projectOf(folder));
  const begun = await startingPoint(compilePlan(document, catalogue), engine, { document, resumeFrom: stored, log });
  const { plan, state, step } = begun;
  const weights = evaluationState(plan.step, state);
  disposeAll(state, weights);
  const live = new Map(liveSettings(document).map(([key, value]) => [key, begun.live[key] ?? value]));
  const [source] = sources.values();
  const asked = { engine, document, layouts: plan.layouts, source, live, step: () => step, state: () => weights };
  const probes = new Probes(asked);
  return new Model({
    info: {
      run,
      step,
      title: record.title,
      startedAt: record.startedAt,
      ...describeModel({ document, sources, targets: probes.targets, live }),
    },
    engine,
    probes,
    kept: new KeptWeights({ step: plan.step, folder, stored: await listKept(folder), from: step }),
    shapes: weightShapes(plan.step),
    release: async () => {
      disposeAll(weights);
      await probes.release();
    },
  });
};
