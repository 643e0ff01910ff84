import type { Catalogue, PortValue, TrainingObjective } from '../catalogue/types';
import type { Graph, Problem, ProjectDocument } from '../graph/document';
import { momentsOf, sizeOf } from '../tensor';
import { advice } from './advice';
import { Memo } from './memo';
import { nodeKey, placeKey } from './place-key';
import { same, sameCost, sameWire, shareAnalysis, shareList, shareRecord } from './share';
import { Trace } from './trace';
import { trainerProblem } from './trainer-problems';
import { fits, neededBy, turnsOf } from './turns';
import type { Analysis, NodeCost, ParameterSpec, WireType } from './types';
import { withUpstream } from './upstream';
import { wireType } from './wire-type';

/** Gradients with respect to inputs and to parameters each cost about one forward pass. */
const FORWARD_AND_BACKWARD = 3;

const BYTES_A_NUMBER = 4;

/** The same object for the same value, so that what shows it knows that it did not change. */
const known = new WeakMap<PortValue, WireType>();

const typeOf = (value: PortValue): WireType => {
  const type = known.get(value) ?? wireType(value);
  known.set(value, type);
  return type;
};

type Types = readonly (readonly [string, WireType])[];

const edgeTypes = (traced: Trace, { edges }: Graph, network: string | undefined): Types =>
  edges.flatMap(({ id, source }) => {
    const value = traced.outputs.get(placeKey(network, source.node, source.port));
    return value ? [[id, typeOf(value)] as const] : [];
  });

/** Copies of all trainable numbers that a step holds: weights, gradients, their sum over batches, moments, averages. */
const copies = (objective: TrainingObjective): number =>
  2 + (objective.accumulate > 1 ? 1 : 0) + momentsOf(objective).length + (objective.ema ? 1 : 0);

const sizeOfAll = (parameters: readonly ParameterSpec[]): number =>
  parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);

/** Costs of a step, from those of the nodes that its losses need. */
const stepCosts = (traced: Trace): Pick<Analysis, 'flops' | 'memory'> => {
  const { turns } = turnsOf(traced);
  if (turns.length === 0) return {};
  const parts = turns.map(({ objective, parameters }) => {
    const needed = [...neededBy(objective.node, traced.document.study)].flatMap((id) => traced.costs.get(id) ?? []);
    const sum = (part: 'flops' | 'activationBytes') => needed.reduce((total, cost) => total + cost[part], 0);
    return {
      flops:
        (fits(objective) ? 1 : FORWARD_AND_BACKWARD) * objective.accumulate * objective.updatesPerStep * sum('flops'),
      held: copies(objective) * sizeOfAll(parameters) * BYTES_A_NUMBER,
      activations: sum('activationBytes'),
    };
  });
  return {
    flops: parts.reduce((total, { flops }) => total + flops, 0),
    // Turns come one after the other: their activations are not needed at the same time.
    memory: parts.reduce((total, { held }) => total + held, 0) + Math.max(...parts.map((each) => each.activations)),
  };
};

const isError = ({ severity }: Problem): boolean => severity === 'error';

const isOnMeasure = ({ document, catalogue }: Trace, { network, node }: Problem): boolean => {
  const found = network === undefined ? document.study.nodes.find(({ id }) => id === node) : undefined;
  return found !== undefined && catalogue.find(found.type)?.category === 'metric';
};

const problemsOf = (traced: Trace): Problem[] => {
  const { document, catalogue } = traced;
  const problems = traced.problems.map((problem) => withUpstream(document, catalogue, problem));
  // A measure of what is wrong is wrong as well, mostly for the same reason: one sentence is enough.
  if (problems.some(isError)) return problems.filter((problem) => isError(problem) || !isOnMeasure(traced, problem));
  const hints = advice(traced);
  const problem = hints.some(isError) ? undefined : trainerProblem(traced);
  return [...problems, ...hints, ...(problem ? [problem] : [])];
};

const parametersByNode = (costs: ReadonlyMap<string, NodeCost>, { nodes }: Graph): [string, number][] =>
  nodes.flatMap(({ id }) => {
    const count = costs.get(id)?.parameters ?? 0;
    return count > 0 ? [[id, count]] : [];
  });

/** A node of a network that is used twice may be silent in one use and give something in the other. */
const silentIn = ({ silent, values }: Trace): string[] => {
  if (silent.size === 0) return [];
  const giving = new Set(values.map(({ network, node }) => nodeKey(network, node)));
  return [...silent].filter((place) => !giving.has(place));
};

const NOTHING: Analysis = {
  ok: false,
  problems: [],
  outputs: {},
  silent: {},
  edges: {},
  networkEdges: {},
  parameters: [],
  parametersByNode: {},
  costs: {},
  parameterCount: 0,
};

/** What a trace found, sharing with an earlier analysis whatever is equal. */
const summary = (traced: Trace, before: Analysis): Analysis => {
  const { document, costs } = traced;
  const problems = problemsOf(traced);
  const parameters = [...traced.parameters.values()].map(({ spec }) => spec);
  const trainable = parameters.filter((each) => each.trainable !== false);
  const parameterCount = sizeOfAll(trainable);
  const silent = silentIn(traced).map((place) => [place, true] as const);
  const outputs = [...traced.outputs].map(([place, value]) => [place, typeOf(value)] as const);
  const networkEdges = Object.entries(document.networks).map(([id, graph]) => {
    const known = Object.hasOwn(before.networkEdges, id) ? before.networkEdges[id] : {};
    return [id, shareRecord(known, edgeTypes(traced, graph, id), sameWire)] as const;
  });
  return shareAnalysis(before, {
    ok: !problems.some(isError),
    problems: shareList(before.problems, problems),
    outputs: shareRecord(before.outputs, outputs, sameWire),
    silent: shareRecord(before.silent, silent, same),
    edges: shareRecord(before.edges, edgeTypes(traced, document.study, undefined), sameWire),
    networkEdges: shareRecord(before.networkEdges, networkEdges, same),
    parameters: shareList(before.parameters, parameters),
    parametersByNode: shareRecord(before.parametersByNode, parametersByNode(costs, document.study), same),
    costs: shareRecord(before.costs, [...costs], sameCost),
    parameterCount,
    ...stepCosts(traced),
  });
};

/** Follows a document while it is edited. */
export interface Analyser {
  /** As `analyse`, at the price of what changed since the last time; parts that say the same are the same objects. */
  analyse(document: ProjectDocument): Analysis;
}

/** Looks at one document again and again: what an edit does not reach is not built anew. */
export const createAnalyser = (catalogue: Catalogue): Analyser => {
  const memo = new Memo();
  let last = NOTHING;
  return {
    analyse: (document) => {
      last = summary(new Trace(document, catalogue, {}, memo), last);
      return last;
    },
  };
};

/** Shapes on every wire, parameter counts, costs and problems of a document. Never throws on a document that parsed. */
export const analyse = (document: ProjectDocument, catalogue: Catalogue): Analysis =>
  createAnalyser(catalogue).analyse(document);
