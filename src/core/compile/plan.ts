import type { Catalogue, TrainingObjective } from '../catalogue/types';
import { nodeName } from '../graph';
import type { ProjectDocument } from '../graph/document';
import { type ParameterLayout, parameterLayout, type Tensor, type TrainStep, trainStep } from '../tensor';
import { NO_WEIGHTS } from './analyse';
import { type Feed, type Trace, trace } from './trace';
import type { ParameterSpec } from './types';

/** A number that every training step reports. */
export interface Report {
  /** Name of the curve: the id of the node that reports it, `loss` for the whole of what the trainer lowers. */
  name: string;
  /** Node that reports it. */
  node: string;
  title: string;
  unit: string;
  /** Output of the step program that holds it. */
  output: string;
  /** Another report that always has the same value, for instance the total of a single loss. */
  repeats?: string;
}

/** Everything needed to train a document: one program a step and what to feed it. */
export interface Plan {
  step: TrainStep<typeof TRAINED>;
  /** What the step program must be fed besides state and optimiser scalars. */
  feeds: readonly Feed[];
  reports: readonly Report[];
  trainer: string;
  objective: Omit<TrainingObjective, 'loss'>;
  parameters: readonly ParameterSpec[];
}

/** Name of the one group of parameters that is trained. */
export const TRAINED = 'parameters';

/** The feeds that a program really asks for, after simplification dropped what nothing depends on. */
export const neededFeeds = (traced: Trace, inputs: readonly { name: string }[]): Feed[] => {
  const names = new Set(inputs.map(({ name }) => name));
  return [...traced.feeds.values()].map(({ feed }) => feed).filter(({ input }) => names.has(input));
};

/** Traces a document with its parameters taken from a layout. */
export const traceWith = (
  document: ProjectDocument,
  catalogue: Catalogue,
  views: Readonly<Record<string, Tensor>>,
  batchSize?: number,
): Trace => trace(document, catalogue, { batchSize, parameter: ({ name }) => views[name] });

const layoutOf = (parameters: readonly ParameterSpec[]): ParameterLayout =>
  parameterLayout(
    TRAINED,
    parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable })),
  );

/**
 * Compiles a document that `analyse` found trainable.
 * @throws RangeError with the first problem otherwise.
 */
export const compilePlan = (document: ProjectDocument, catalogue: Catalogue): Plan => {
  const first = trace(document, catalogue);
  const problem = first.problems.find(({ severity }) => severity === 'error');
  if (problem) throw new RangeError(problem.message);
  const [objective] = first.objectives;
  if (!objective) throw new RangeError('Nothing trains yet: add a Trainer and wire a loss into it.');
  const parameters = [...first.parameters.values()].map(({ spec }) => spec);
  if (!parameters.some(({ trainable = true }) => trainable)) throw new RangeError(NO_WEIGHTS);

  let traced = first;
  const step = trainStep({
    name: 'training-step',
    groups: {
      [TRAINED]: {
        layout: layoutOf(parameters),
        optimizer: objective.optimizer,
        clip: objective.clip,
        ema: objective.ema,
      },
    },
    phases: [
      {
        updates: [TRAINED],
        reportGradNorm: objective.drawGradNorm,
        build: ({ [TRAINED]: views }) => {
          traced = traceWith(document, catalogue, views);
          const reports = traced.reports.map(({ name, value }) => [reportOutput(name), value] as const);
          return {
            loss: traced.objectives[0].loss,
            outputs: Object.fromEntries(reports),
            updates: Object.fromEntries(traced.updates),
          };
        },
      },
    ],
    accumulate: objective.accumulate,
    check: true,
  });
  return {
    step,
    feeds: neededFeeds(traced, step.program.inputs),
    reports: [
      ...reportsOf(traced, objective.node),
      ...(objective.drawGradNorm ? [gradNormReport(objective.node, step.phases[0].gradNorm)] : []),
    ],
    trainer: objective.node,
    objective,
    parameters,
  };
};

/** Name of the curve of the trainer's whole loss. */
const TOTAL = 'loss';

const GRADIENT_NORM = 'gradient_norm';

/** A node that is called as a curve of the trainer is keeps its curve apart from it. */
const curveName = (node: string): string => (node === TOTAL || node === GRADIENT_NORM ? `${node}_term` : node);

/** The whole loss, and what the study's nodes report. */
const reportsOf = ({ document, catalogue, reports }: Trace, trainer: string): Report[] => {
  const units = new Set(reports.filter(({ node }) => node !== trainer).map(({ unit }) => unit));
  /** A sum has a unit only where all its terms share one. */
  const commonUnit = units.size === 1 ? [...units][0] : '';
  const titles = new Map(document.study.nodes.map((node) => [node.id, nodeName(node, catalogue)]));
  return reports.map(({ name, unit, value }) => {
    const output = reportOutput(name);
    if (name !== trainer) return { name: curveName(name), node: name, title: titles.get(name) ?? name, unit, output };
    const twin = reports.find((other) => other.value === value && other.name !== name);
    const repeats = twin ? { repeats: curveName(twin.name) } : {};
    return { name: TOTAL, node: name, title: 'Loss', unit: commonUnit, output, ...repeats };
  });
};

const gradNormReport = (node: string, output = 'gradNorm'): Report => ({
  name: GRADIENT_NORM,
  node,
  title: 'Gradient norm',
  unit: '',
  output,
});

const reportOutput = (node: string): string => `report:${node}`;
