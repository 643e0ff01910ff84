import { catalogue } from '../core/catalogue';
import { trace } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import type { Engine } from '../engine';
import type { DataSource } from './data-source';
import { fillFeeds } from './feeds';
import type { LiveSettings } from './live-settings';
import type { Probes } from './probes';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';

/** Evaluation noise is the same for every run, so that runs can be compared. */
const FIXED_SEED = 0;
const LARGEST_BATCH = 1_000;

export interface EvaluationHost {
  engine: Engine;
  document: ProjectDocument;
  probes: Probes;
  sources: ReadonlyMap<string, DataSource>;
  live: LiveSettings;
  state: Tensors;
  progress(done: number, total: number): void;
}

/** Largest divisor of the held-out count that fits a batch, so that an average over batches is one over items. */
const evaluationBatch = (count: number): number => {
  for (let batch = Math.min(LARGEST_BATCH, count); batch > 1; batch--) if (count % batch === 0) return batch;
  return 1;
};

/** Every measure of a study: averages over all held-out items, then judgements of samples. */
export const evaluate = async (host: EvaluationHost): Promise<Record<string, number>> => ({
  ...(await averages(host)),
  ...(await sampleMeasures(host)),
});

const averages = async ({ engine, probes, sources, live, state, progress }: EvaluationHost) => {
  const [[, first]] = sources;
  const batch = evaluationBatch(first.testCount);
  const built = probes.builder.evaluate(batch);
  if (!built) return {};
  const executable = await engine.compile(built.program);
  const parameters = inputsOf(built.program, state);
  const batches = first.testCount / batch;
  const totals = Object.fromEntries(built.names.map((name) => [name, 0]));
  for (let k = 0; k < batches; k++) {
    const feeds = fillFeeds(
      built.feeds,
      { engine, seed: FIXED_SEED, live },
      k,
      (node, count) => {
        const source = sources.get(node) ?? first;
        return source.items('test', k * count, count);
      },
      'evaluate/',
    );
    const out = await executable.run({ ...parameters, ...feeds });
    for (const name of built.names) totals[name] += (await floats(out[name]))[0] / batches;
    disposeAll({ ...feeds, ...out });
    progress(k + 1, batches);
  }
  await executable.release();
  return totals;
};

const sampleMeasures = async ({ document, probes, progress }: EvaluationHost) => {
  const datasets = trace(document, catalogue).datasets();
  const results: Record<string, number> = {};
  for (const { node, sampler, data } of probes.targets.sampleMeasures) {
    const type = document.study.nodes.find(({ id }) => id === node)?.type ?? '';
    const measure = catalogue.find(type)?.sampleMeasure;
    const dataset = datasets.get(data);
    if (!measure || !dataset) continue;
    progress(0, 1);
    Object.assign(results, measure.measure(await probes.draw(sampler, FIXED_SEED, measure.count), dataset));
    progress(1, 1);
  }
  return results;
};
