import { z } from 'zod';
import type { Reference } from '../../src/core/graph/document';

const numbers = z.record(z.string(), z.number());

/** What came of one study. */
const studySchema = z.strictObject({
  id: z.string(),
  template: z.string(),
  title: z.string(),
  set: z.array(z.string()),
  seeds: z.array(z.int()),
  steps: z.int(),
  /** Median over seeds, of training alone. */
  seconds: z.number(),
  /** Medians over seeds. */
  metrics: numbers,
  /** Of the first seed. */
  weightsSha256: z.string(),
  /** Processor and threads. */
  machine: z.string(),
  references: z.array(
    z.strictObject({
      metric: z.string(),
      value: z.union([z.number(), z.tuple([z.number(), z.number()])]),
      source: z.string(),
    }),
  ),
});
export type StudyResult = z.infer<typeof studySchema>;

export const resultsSchema = z.strictObject({ studies: z.array(studySchema) });
export type Results = z.infer<typeof resultsSchema>;

const short = (value: number): string => (Number.isInteger(value) ? `${value}` : `${Number(value.toPrecision(4))}`);

const referenceText = (value: Reference['value']): string =>
  typeof value === 'number' ? short(value) : `${short(value[0])} to ${short(value[1])}`;

const escaped = (text: string): string => text.replaceAll('|', '\\|');

/** Rows of a study: metrics that have a reference first, then the others. */
const table = ({ metrics, references }: StudyResult): string[] => {
  const referred = new Set(references.map(({ metric }) => metric));
  const rows = [
    ...references.map(({ metric, value, source }) => [metric, metrics[metric], referenceText(value), source] as const),
    ...Object.entries(metrics)
      .filter(([metric]) => !referred.has(metric))
      .map(([metric, value]) => [metric, value, '', ''] as const),
  ];
  return [
    '| Measure | Here | Reference | Source of the reference |',
    '| --- | ---: | ---: | --- |',
    ...rows.map(
      ([metric, value, reference, source]) =>
        `| ${metric} | ${value === undefined ? '–' : short(value)} | ${reference} | ${escaped(source)} |`,
    ),
  ];
};

const section = (study: StudyResult): string[] => {
  const { id, title, set, seeds, steps, seconds, machine, weightsSha256 } = study;
  const seeded = seeds.length === 1 ? `seed ${seeds[0]}` : `medians of the seeds ${seeds.join(', ')}`;
  const command = `loom train ${study.template}${set.map((each) => ` --set ${each}`).join('')} --seed ${seeds[0]}`;
  return [
    `## ${id}`,
    '',
    `${title}. ${steps} steps in ${seconds.toFixed(0)} s on ${machine}; ${seeded}. \`${command}\` gives the weights ${weightsSha256.slice(0, 12)}…`,
    '',
    ...table(study),
    '',
  ];
};

/** The page for people. */
export const resultsPage = ({ studies }: Results): string =>
  [
    '# Results',
    '',
    'What every template comes to on held-out data, beside the published or measured value that it should come near. Made by',
    '`npm run --silent loom -- results`, which trains them all from scratch; with ids it trains those alone and leaves the other',
    'numbers as they are. Samples are judged beside floors: what real data measures against real data. Seconds depend on the',
    'machine and on what else ran on it; all other numbers follow from the seed.',
    '',
    ...studies.flatMap(section),
  ].join('\n');
