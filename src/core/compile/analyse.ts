import type { Catalogue, PortValue, TrainingObjective } from '../catalogue/types';
import type { Fix, Graph, Problem, ProjectDocument } from '../graph/document';
import { momentsOf, sizeOf } from '../tensor';
import { advice } from './advice';
import { Memo } from './memo';
import { nodeKey, placeKey } from './place-key';
import { same, sameCost, sameWire, shareAnalysis, shareList, shareRecord } from './share';
import { Trace } from './trace';
import type { Analysis, NodeCost, WireType } from './types';
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

/** Study nodes that a node cannot do without, and itself. */
const neededBy = (node: string, { edges }: Graph): ReadonlySet<string> => {
  const sources = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const present = sources.get(target.node);
    if (present) present.push(source.node);
    else sources.set(target.node, [source.node]);
  }
  const needed = new Set([node]);
  for (const id of needed) for (const source of sources.get(id) ?? []) needed.add(source);
  return needed;
};

/** Copies of all trainable numbers that a step holds: weights, gradients, their sum over batches, moments, averages. */
const copies = (objective: TrainingObjective): number =>
  2 + (objective.accumulate > 1 ? 1 : 0) + momentsOf(objective).length + (objective.ema ? 1 : 0);

/** Costs of a step, from those of the nodes that its loss needs. */
const stepCosts = (traced: Trace, parameterCount: number): Pick<Analysis, 'flops' | 'memory'> => {
  const [objective] = traced.objectives;
  if (!objective) return {};
  const needed = [...neededBy(objective.node, traced.document.study)].flatMap((id) => traced.costs.get(id) ?? []);
  const sum = (part: 'flops' | 'activationBytes') => needed.reduce((total, cost) => total + cost[part], 0);
  return {
    flops: FORWARD_AND_BACKWARD * objective.accumulate * sum('flops'),
    memory: copies(objective) * parameterCount * BYTES_A_NUMBER + sum('activationBytes'),
  };
};

/** Why a study with a loss and no trainable number cannot be trained. */
export const NO_WEIGHTS =
  'Nothing can be trained: no network here has weights; put a layer that has some into one, for instance Linear.';

/** What is wrong with the trainers of a document in which nothing else is wrong. */
const trainerProblem = ({ objectives, parameters, document, catalogue }: Trace): Problem | undefined => {
  if (objectives.length === 1) {
    if ([...parameters.values()].some(({ spec: { trainable = true } }) => trainable)) return undefined;
    return { severity: 'error', node: objectives[0].node, message: NO_WEIGHTS };
  }
  const trainer = document.study.nodes.find(({ type }) => catalogue.find(type)?.category === 'trainer');
  const none = !trainer
    ? 'Nothing trains yet: add a Trainer and wire a loss into it.'
    : trainer.mode === 'bypass'
      ? 'Nothing trains: the Trainer is bypassed; end the bypass.'
      : 'Nothing trains: the Trainer is muted, or everything that it needs is; unmute them.';
  const second = objectives[1]?.node;
  const fixes: Fix[] = [
    ...(second === undefined ? [] : [{ type: 'remove', label: 'Delete this trainer', node: second } as const]),
    ...(trainer?.mode === 'mute' ? [{ type: 'mode', label: 'Unmute it', mode: null } as const] : []),
    ...(trainer?.mode === 'bypass' ? [{ type: 'mode', label: 'End bypass', mode: null } as const] : []),
  ];
  return {
    severity: 'error',
    ...(fixes.length > 0 && { fixes }),
    node: second ?? trainer?.id,
    message:
      objectives.length === 0
        ? none
        : `This study has ${objectives.length} trainers; keep one, or wire all losses into it.`,
  };
};

const isError = ({ severity }: Problem): boolean => severity === 'error';

const problemsOf = (traced: Trace): Problem[] => {
  const { document, catalogue } = traced;
  const problems = traced.problems.map((problem) => withUpstream(document, catalogue, problem));
  if (problems.some(isError)) return problems;
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
  const parameterCount = trainable.reduce((total, { shape }) => total + sizeOf(shape), 0);
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
    ...stepCosts(traced, parameterCount),
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
