import { catalogue } from '../core/catalogue';
import { drawnBy, flopsOfSample, nameOfMeasure, trace } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import { cost } from '../core/tensor';
import type { Engine } from '../engine';
import type { DataSource, Items } from './data-source';
import { fillFeeds } from './feeds';
import { GatheredColumns } from './gathered-columns';
import type { LiveSettings } from './live-settings';
import { lookAtPictures } from './picture-features';
import type { Probes } from './probes';
import { disposeAll, floats, inputsOf, type Tensors } from './tensors';
import { UserError } from './user-error';

/** Evaluation noise is the same for every run, so that runs can be compared. */
const FIXED_SEED = 0;
const LARGEST_BATCH = 1_000;
/** Of texts, whose items are long: what goes through a large Transformer without filling the memory. */
const LARGEST_BATCH_TOKENS = 2 ** 13;
/** What drawing samples to be judged may cost: some ten seconds. Whoever takes longer is judged by fewer, down to a least number. */
const SAMPLING_FLOPS = 2e11;
const FEWEST_SAMPLES = 64;

export interface EvaluationHost {
  engine: Engine;
  document: ProjectDocument;
  probes: Probes;
  sources: ReadonlyMap<string, DataSource>;
  live: LiveSettings;
  state: Tensors;
  progress(done: number, total: number): void;
}

/** Bytes that all values of one run may take. A process ends that asks Chromium's allocator for 2 GiB at once, as a plan of all of them may. */
const LARGEST_RUN = 2 ** 30;

/** Largest divisor of the held-out count up to a number, so that an average over batches is one over items. */
const divisorUpTo = (most: number, count: number): number => {
  for (let batch = Math.min(most, count); batch > 1; batch--) if (count % batch === 0) return batch;
  return 1;
};

/** What averages over the held-out set, for as many items together as the memory is for; undefined where nothing does. */
const averagingProgram = ({ builder }: Probes, { testCount: count, text }: DataSource) => {
  const batch = divisorUpTo(text ? Math.ceil(LARGEST_BATCH_TOKENS / text.length) : LARGEST_BATCH, count);
  const built = builder.evaluate(batch);
  if (!built) return undefined;
  const { bytes } = cost(built.program);
  if (bytes <= LARGEST_RUN) return { built, batch };
  const fewer = divisorUpTo(Math.max(1, Math.floor((batch * LARGEST_RUN) / bytes)), count);
  const smaller = builder.evaluate(fewer);
  return smaller && { built: smaller, batch: fewer };
};

/** Every measure of a study: averages over all held-out items, then judgements of samples. */
export const evaluate = async (host: EvaluationHost): Promise<Record<string, number>> => ({
  ...(await averages(host)),
  ...(await sampleMeasures(host)),
});

/** The k-th batch of held-out items; a source that has fewer than others begins again. */
const heldOut = (source: DataSource, k: number, count: number): Items => {
  const batches = Math.floor(source.testCount / count);
  if (batches === 0)
    throw new UserError(
      `${source.title} holds out ${source.testCount} items, fewer than the ${count} that are measured together; wire in a larger set.`,
    );
  return source.items('test', (k % batches) * count, count);
};

const averages = async ({ engine, probes, sources, live, state, progress }: EvaluationHost) => {
  const [[, first]] = sources;
  const averaging = averagingProgram(probes, first);
  if (!averaging) return {};
  const { built, batch } = averaging;
  const executable = await engine.compile(built.program);
  const parameters = inputsOf(built.program, state);
  const batches = first.testCount / batch;
  const averaged = new Map<string, Float64Array>();
  const columns = new GatheredColumns(built.columns);
  try {
    for (let k = 0; k < batches; k++) {
      const feeds = fillFeeds(
        built.feeds,
        { engine, seed: FIXED_SEED, live },
        k,
        (node, count) => {
          return heldOut(sources.get(node) ?? first, k, count);
        },
        'evaluate/',
      );
      const out = await executable.run({ ...parameters, ...feeds });
      for (const name of built.names) {
        const values = Float64Array.from(await floats(out[name]), (value) => value / batches);
        averaged.set(name, averaged.get(name)?.map((sum, i) => sum + values[i]) ?? values);
      }
      await columns.take(out);
      disposeAll({ ...feeds, ...out });
      progress(k + 1, batches);
    }
  } finally {
    await executable.release();
  }
  const told = [...averaged].map(([name, average]) => {
    // Of several nodes that measure alike, the later ones add their name behind a colon.
    const [measure, node] = name.split(':');
    const conclusion = built.concluded.get(measure);
    if (conclusion) return named(conclusion.numbers(average), node);
    return { [name]: built.raised.includes(name) ? Math.exp(average[0]) : average[0] };
  });
  return Object.assign({}, ...told, columns.told(probes.targets));
};

const named = (values: Record<string, number>, node: string | undefined): Record<string, number> =>
  node === undefined
    ? values
    : Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}:${node}`, value]));

const sampleMeasures = async ({ engine, document, probes, sources, progress }: EvaluationHost) => {
  const datasets = trace(document, catalogue).datasets();
  const results: Record<string, number> = {};
  const { targets, builder } = probes;
  for (const { node, sampler, data } of targets.sampleMeasures) {
    const found = document.study.nodes.find(({ id }) => id === node);
    const measure = catalogue.find(found?.type ?? '')?.sampleMeasure;
    const [dataset, source, drawn] = [datasets.get(data), sources.get(data), drawnBy(targets, sampler)];
    if (!found || !measure || !dataset || !source || !drawn) continue;
    progress(0, 1);
    const affordable = Math.floor(SAMPLING_FLOPS / Math.max(1, flopsOfSample(builder, targets, sampler)));
    const count = Math.min(measure.count(found.settings), Math.max(FEWEST_SAMPLES, affordable));
    const values = await measure.measure(await probes.draw(sampler, FIXED_SEED, count), {
      dataset,
      itemShape: drawn.itemShape,
      classes: drawn.labels?.classes,
      items: (split, offset, wanted) => source.items(split, offset, wanted).values,
      look: (pictures) => lookAtPictures(engine, pictures),
    });
    for (const [name, value] of Object.entries(values)) results[nameOfMeasure(targets, { name, node })] = value;
    progress(1, 1);
  }
  return results;
};
