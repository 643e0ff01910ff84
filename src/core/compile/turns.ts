/**
 * Who trains what. Every trainer of a study takes its turn in a step; each parameter is changed by one of them at most.
 */
import { NETWORKS } from '../catalogue/trainer-settings';
import type { TrainingObjective } from '../catalogue/types';
import { networksInside } from '../graph';
import type { Graph } from '../graph/document';
import type { Trace } from './trace';
import type { ParameterSpec } from './types';

/** What a trainer does in a step. */
export interface Turn {
  objective: TrainingObjective & { node: string };
  /** Trainable parameters that it changes. */
  parameters: readonly ParameterSpec[];
  /** Numbers that no gradient changes and that move at its turn: those of its own networks, of what it fits, or of nobody's. */
  states: readonly ParameterSpec[];
}

/** Whether a trainer follows no gradient: what it fits are statistics. */
export const fits = ({ optimizer }: Pick<TrainingObjective, 'optimizer'>): boolean => optimizer.type === 'none';

/** A parameter that two trainers would change. */
export interface Clash {
  parameter: ParameterSpec;
  trainers: readonly [string, string];
}

export interface Turns {
  /** In the order in which they are taken. */
  turns: readonly Turn[];
  clash: Clash | undefined;
}

/** Study nodes that a trainer's losses lead back to, and itself; a wire that only names a network is none of them. */
export const neededBy = (trainer: string, { edges }: Graph): ReadonlySet<string> => {
  const sources = new Map<string, string[]>();
  for (const { source, target } of edges) {
    if (target.port === NETWORKS) continue;
    const present = sources.get(target.node);
    if (present) present.push(source.node);
    else sources.set(target.node, [source.node]);
  }
  const needed = new Set([trainer]);
  for (const id of needed) for (const source of sources.get(id) ?? []) needed.add(source);
  return needed;
};

/** Where a parameter lives: its network or block, or the study node itself. */
const homeOf = ({ name, node }: ParameterSpec): string => {
  const parts = name.split('/');
  return parts.length > 2 ? parts[0] : `:${node}`;
};

/** Homes of the parameters of study nodes. */
const homesOf = (nodes: ReadonlySet<string>, { document }: Trace): Set<string> => {
  const held = document.study.nodes.filter(({ id }) => nodes.has(id));
  return new Set([...networksInside(held, document.networks), ...[...nodes].map((id) => `:${id}`)]);
};

/** A network and those of the blocks inside it; a study node that holds parameters of its own is named by its id. */
const within = (networks: readonly string[], { document }: Trace): Set<string> =>
  new Set([
    ...networks,
    ...networks.map((id) => `:${id}`),
    ...networks.flatMap((id) => networksInside(document.networks[id]?.nodes ?? [], document.networks)),
  ]);

type Objective = Turn['objective'];

/** In the order of their numbers; where those are equal, in the order in which the document names them. */
const ordered = ({ objectives, document }: Trace): Objective[] => {
  const place = new Map(document.study.nodes.map(({ id }, i) => [id, i]));
  const placeOf = ({ node }: Objective): number => place.get(node) ?? 0;
  return [...objectives].sort((a, b) => a.turn - b.turn || placeOf(a) - placeOf(b));
};

/** Who moves a state: who updates the parameters of its node, else who fits what its losses need, else the first. */
const stateOwner = (
  objectives: readonly Objective[],
  updated: readonly (readonly ParameterSpec[])[],
  { document }: Trace,
): ((spec: ParameterSpec) => number) => {
  const byNode = new Map(updated.flatMap((specs, i) => specs.map(({ node }) => [node, i] as const)));
  const fitted = objectives.map((each) => (fits(each) ? neededBy(each.node, document.study) : new Set<string>()));
  return ({ node }) =>
    byNode.get(node) ??
    Math.max(
      0,
      fitted.findIndex((nodes) => nodes.has(node)),
    );
};

/**
 * Gives every trainable parameter to its trainer: to the one that names its network; else to the one whose losses lead back
 * to it. The one trainer of a study that names nothing takes all.
 */
export const turnsOf = (trace: Trace): Turns => {
  const objectives = ordered(trace);
  const all = [...trace.parameters.values()].map(({ spec }) => spec);
  const trainable = all.filter((spec) => spec.trainable !== false);
  const [only] = objectives;
  if (objectives.length === 1 && only.networks === null) {
    const states = all.filter((spec) => spec.trainable === false);
    return { turns: [{ objective: only, parameters: fits(only) ? [] : trainable, states }], clash: undefined };
  }
  const named = within(
    objectives.flatMap(({ networks }) => networks ?? []),
    trace,
  );
  const homes = objectives.map((objective) => {
    const { node, networks } = objective;
    if (fits(objective)) return new Set<string>();
    if (networks) return within(networks, trace);
    return new Set([...homesOf(neededBy(node, trace.document.study), trace)].filter((home) => !named.has(home)));
  });
  const claims = (spec: ParameterSpec): number[] => homes.flatMap((held, i) => (held.has(homeOf(spec)) ? [i] : []));
  const disputed = trainable.find((spec) => claims(spec).length > 1);
  const [first, second] = disputed ? claims(disputed).map((i) => objectives[i].node) : [];
  const updated = objectives.map((_, i) => trainable.filter((spec) => claims(spec)[0] === i));
  const ownerOf = stateOwner(objectives, updated, trace);
  return {
    turns: objectives.map((objective, i) => ({
      objective,
      parameters: updated[i],
      states: all.filter((spec) => spec.trainable === false && ownerOf(spec) === i),
    })),
    clash: disputed && { parameter: disputed, trainers: [first, second] },
  };
};
