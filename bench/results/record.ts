import type { Reference } from '../../src/core/graph/document';

/** What came of one study. */
export interface StudyResult {
  id: string;
  template: string;
  title: string;
  set: string[];
  seeds: number[];
  steps: number;
  /** Median over seeds, of training alone. */
  seconds: number;
  /** Medians over seeds. */
  metrics: Record<string, number>;
  /** Of the first seed. */
  weightsSha256: string;
  /** Processor and threads. */
  machine: string;
  references: Reference[];
}

export interface Results {
  studies: StudyResult[];
}

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
