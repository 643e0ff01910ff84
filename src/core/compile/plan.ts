import type { Catalogue, TrainingObjective } from '../catalogue/types';
import type { ProjectDocument } from '../graph/document';
import {
  type ParameterLayout,
  parameterLayout,
  parameterTensors,
  type Tensor,
  type TrainPhase,
  type TrainStep,
  trainStep,
} from '../tensor';
import { gradNormReport, phaseReports, type Report } from './reports';
import { type Feed, type Trace, type TraceOptions, trace } from './trace';
import { trainerProblem } from './trainer-problems';
import { type Turn, turnsOf } from './turns';
import type { ParameterSpec } from './types';

/** What a trainer does in each step. */
export interface PlannedTurn {
  /** Trainer node. */
  trainer: string;
  /** Its parameters in the step. */
  group: string;
  objective: Omit<TrainingObjective, 'loss'>;
  /** Before the names of its random streams. */
  stream: string;
  /** Batches and noise of each of its updates. */
  updates: readonly (readonly Feed[])[];
}

/** A program that takes all turns of a step, or one of them alone. */
export interface StepPlan {
  step: TrainStep;
  /** What the step program must be fed besides state and optimiser scalars. */
  feeds: readonly Feed[];
  /** What it reports, in the order of `Plan.reports`; one turn alone may report less. */
  reports: readonly Report[];
  /** In the order in which they are taken. */
  turns: readonly PlannedTurn[];
}

/** Everything needed to train a document: one program a step and what to feed it. */
export interface Plan extends StepPlan {
  /** How all parameters lie in the step's state. */
  layouts: readonly ParameterLayout[];
  parameters: readonly ParameterSpec[];
}

/** Name of the parameters of the one trainer of a study; several have groups that are named after them. */
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
  own?: TraceOptions['own'],
): Trace => trace(document, catalogue, { batchSize, own, parameter: ({ name }) => views[name] });

/** Parameters by name, as inputs of a program. */
export const parametersIn = (layouts: readonly ParameterLayout[]): Record<string, Tensor> =>
  Object.assign({}, ...layouts.map(parameterTensors));

/** A turn with what its group holds: also numbers that no gradient changes, and weights that nobody updates. */
interface Group {
  name: string;
  turn: Turn;
  layout: ParameterLayout;
}

const groupsOf = (turns: readonly Turn[], parameters: readonly ParameterSpec[]): Group[] => {
  const owners = new Map(turns.flatMap((turn, i) => turn.parameters.map((spec) => [spec, i] as const)));
  const byNode = new Map([...owners].map(([{ node }, i]) => [node, i]));
  const states = new Map(turns.flatMap((turn, i) => turn.states.map((spec) => [spec, i] as const)));
  const ownerOf = (spec: ParameterSpec): number => owners.get(spec) ?? states.get(spec) ?? byNode.get(spec.node) ?? 0;
  return turns.map((turn, i) => {
    const name = turns.length === 1 ? TRAINED : `${TRAINED}:${turn.objective.node}`;
    const members = parameters.filter((spec) => ownerOf(spec) === i);
    const entries = members.map((spec) => ({ name: spec.name, shape: spec.shape, trainable: owners.has(spec) }));
    return { name, turn, layout: parameterLayout(name, entries) };
  });
};

/** One update of one trainer. */
interface Update {
  group: Group;
  /** Counts the updates of its turn, from 0. */
  k: number;
  last: boolean;
  /** Its batches and noise; undefined where the step has only this update. */
  own: TraceOptions['own'];
}

/** Noise differs from trainer to trainer. */
const streamOf = ({ turn }: Group, groups: readonly Group[]): string =>
  groups.length === 1 ? '' : `${turn.objective.node}/`;

/** Each update has inputs of its own. */
const updatesOf = (groups: readonly Group[]): Update[] => {
  const total = groups.reduce((sum, { turn }) => sum + turn.objective.updatesPerStep, 0);
  return groups.flatMap((group) => {
    const { node, updatesPerStep } = group.turn.objective;
    return Array.from({ length: updatesPerStep }, (_, k) => ({
      group,
      k,
      last: k === updatesPerStep - 1,
      own: total === 1 ? undefined : { input: `${node}:${k}/`, stream: streamOf(group, groups) },
    }));
  });
};

interface Compiling {
  document: ProjectDocument;
  catalogue: Catalogue;
  groups: readonly Group[];
}

/** What was traced for an update. */
interface Traced {
  update: Update;
  trace: Trace;
  reports: readonly Report[];
}

/**
 * One update as a phase of the step.
 * @param passive parameters that the step does not hold.
 * @param found takes what was traced.
 */
const phaseOf = (
  { document, catalogue, groups }: Compiling,
  active: readonly Group[],
  update: Update,
  passive: Readonly<Record<string, Tensor>>,
  found: Traced[],
): TrainPhase<string> => {
  const { turn, name, layout } = update.group;
  // Also running statistics move at the turns of their network alone, so that a turn leaves the others as they are.
  const members = new Set(layout.entries.map((entry) => entry.name));
  return {
    updates: [name],
    reportGradNorm: turn.objective.drawGradNorm && update.last,
    build: (views) => {
      const parameters = Object.assign({}, passive, ...Object.values(views));
      const traced = traceWith(document, catalogue, parameters, undefined, update.own);
      const turns = groups.map((group) => group.turn);
      const told = update.last ? phaseReports(traced, turns, active.length > 1 ? turn : null) : [];
      found.push({ update, trace: traced, reports: told.map(({ report }) => report) });
      const objective = traced.objectives.find(({ node }) => node === turn.objective.node) ?? turn.objective;
      return {
        loss: objective.loss,
        outputs: Object.fromEntries(told.map(({ report, value }) => [report.output, value])),
        updates: Object.fromEntries([...traced.updates].filter(([parameter]) => members.has(parameter))),
      };
    },
  };
};

/** The program of some groups' turns; the parameters of all others are given. */
const stepOf = (given: Compiling, active: readonly Group[]): StepPlan => {
  const { groups } = given;
  const updates = updatesOf(groups).filter(({ group }) => active.includes(group));
  const passive = parametersIn(groups.filter((group) => !active.includes(group)).map(({ layout }) => layout));
  const [{ turn: first }] = active;
  const found: Traced[] = [];
  const step = trainStep({
    name: active.length === groups.length ? 'training-step' : `turn-${first.objective.node}`,
    groups: Object.fromEntries(
      active.map(({ name, layout, turn: { objective } }) => [
        name,
        { layout, optimizer: objective.optimizer, clip: objective.clip, ema: objective.ema },
      ]),
    ),
    phases: updates.map((update) => phaseOf(given, active, update, passive, found)),
    accumulate: first.objective.accumulate,
    check: true,
  });
  const norms = updates.flatMap(({ group: { turn }, last }, i) =>
    last && turn.objective.drawGradNorm ? [gradNormReport(turn, groups.length, step.phases[i].gradNorm)] : [],
  );
  const feeds = found.flatMap(({ trace: traced }) => neededFeeds(traced, step.program.inputs));
  return {
    step,
    feeds: [...new Map(feeds.map((feed) => [feed.input, feed])).values()],
    reports: [...found.flatMap(({ reports }) => reports), ...norms],
    turns: active.map((group) => ({
      trainer: group.turn.objective.node,
      group: group.name,
      objective: group.turn.objective,
      stream: streamOf(group, groups),
      updates: found.flatMap(({ update, trace: traced }) => (update.group === group ? [ownFeeds(traced, step)] : [])),
    })),
  };
};

const ownFeeds = (traced: Trace, { program }: TrainStep): Feed[] =>
  neededFeeds(traced, program.inputs).filter(({ type }) => type !== 'live');

const compiling = (document: ProjectDocument, catalogue: Catalogue): Compiling & { parameters: ParameterSpec[] } => {
  const first = trace(document, catalogue);
  const problem = first.problems.find(({ severity }) => severity === 'error') ?? trainerProblem(first);
  if (problem) throw new RangeError(problem.message);
  const parameters = [...first.parameters.values()].map(({ spec }) => spec);
  return { document, catalogue, parameters, groups: groupsOf(turnsOf(first).turns, parameters) };
};

/**
 * Compiles a document that `analyse` found trainable.
 * @throws RangeError with the first problem otherwise.
 */
export const compilePlan = (document: ProjectDocument, catalogue: Catalogue): Plan => {
  const given = compiling(document, catalogue);
  const { groups, parameters } = given;
  return { ...stepOf(given, groups), layouts: groups.map(({ layout }) => layout), parameters };
};

/**
 * The program of one trainer's turn alone, over the state of the whole step; what other trainers change stays as it is.
 * @throws RangeError where the study has no such trainer.
 */
export const compileTurn = (document: ProjectDocument, catalogue: Catalogue, trainer: string): StepPlan => {
  const given = compiling(document, catalogue);
  const group = given.groups.find(({ turn }) => turn.objective.node === trainer);
  if (!group) throw new RangeError(`"${trainer}" does not train in this run; choose one of its trainers.`);
  return stepOf(given, [group]);
};
