/** What is wrong with the trainers of a document in which nothing else is wrong. */
import { NETWORKS } from '../catalogue/trainer-settings';
import type { Fix, GraphNode, Problem } from '../graph/document';
import type { Trace } from './trace';
import { type Clash, fits, type Turns, turnsOf } from './turns';

/** Why a study with a loss and no trainable number cannot be trained. */
export const NO_WEIGHTS =
  'Nothing can be trained: no network here has weights; put a layer that has some into one, for instance Linear.';

/** Why an optimiser has nothing to do where all that learns are statistics. */
export const NO_GRADIENTS =
  'Nothing here follows a gradient: what learns in this study is fitted in closed form; put the Fit trainer in place of this one.';

const error = (node: string | undefined, message: string, ...fixes: readonly Fix[]): Problem => ({
  severity: 'error',
  ...(fixes.length > 0 && { fixes }),
  node,
  message,
});

const idle = ({ document, catalogue }: Trace): Problem => {
  const trainer = document.study.nodes.find(({ type }) => catalogue.find(type)?.category === 'trainer');
  if (!trainer) return error(undefined, 'Nothing trains yet: add a Trainer and wire a loss into it.');
  if (trainer.mode === 'bypass')
    return error(trainer.id, 'Nothing trains: the Trainer is bypassed; end the bypass.', {
      type: 'mode',
      label: 'End bypass',
      mode: null,
    });
  const unmute: Fix[] = trainer.mode === 'mute' ? [{ type: 'mode', label: 'Unmute it', mode: null }] : [];
  return error(
    trainer.id,
    'Nothing trains: the Trainer is muted, or everything that it needs is; unmute them.',
    ...unmute,
  );
};

const named = ({ document }: Trace, id: string): GraphNode | undefined =>
  document.study.nodes.find((node) => node.id === id);

const nameOf = (trace: Trace, id: string): string => {
  const node = named(trace, id);
  return node ? trace.name(node) : id;
};

const deleteTrainer = (node: string): Fix => ({ type: 'remove', label: 'Delete this trainer', node });

/** Two trainers of one name are told apart by their turns. */
const both = (trace: Trace, [first, second]: Clash['trainers']): string => {
  const [one, other] = [nameOf(trace, first), nameOf(trace, second)];
  return one === other ? `two trainers called ${one}` : `both ${one} and ${other}`;
};

/** The wire by which a trainer names the network that a node holds. */
const claimOf = ({ document: { study } }: Trace, trainer: string, { network }: GraphNode): string | undefined => {
  if (network === undefined) return undefined;
  const holders = new Set(study.nodes.filter((node) => node.network === network).map(({ id }) => id));
  return study.edges.find(
    ({ source, target }) => target.node === trainer && target.port === NETWORKS && holders.has(source.node),
  )?.id;
};

const disputed = (trace: Trace, { parameter, trainers }: Clash): Problem => {
  const holder = named(trace, parameter.node);
  const port = Object.entries(trace.catalogue.find(holder?.type ?? '')?.outputs ?? {}).find(
    ([, { kinds }]) => kinds[0] === 'network',
  )?.[0];
  const fixes = trainers.flatMap((id, which): Fix[] => {
    if (!holder || port === undefined) return [];
    const label = `Let ${nameOf(trace, id)} update ${trace.name(holder)}`;
    const claim = claimOf(trace, trainers[1 - which], holder);
    if (claim !== undefined) return [{ type: 'disconnect', label, edge: claim }];
    return [{ type: 'connect', label, source: { node: holder.id, port }, target: { node: id, port: NETWORKS } }];
  });
  const same = nameOf(trace, trainers[0]) === nameOf(trace, trainers[1]);
  return error(
    trainers[1],
    `${nameOf(trace, parameter.node)} would be updated by ${both(trace, trainers)}; wire its network into the one that shall update it, or delete one of them.`,
    ...(same ? [] : fixes),
    deleteTrainer(trainers[1]),
  );
};

const accumulating = (trace: Trace, { turns }: Turns): Problem | undefined => {
  const found = turns.find(({ objective }) => objective.accumulate > 1)?.objective;
  if (!found || (turns.length === 1 && found.updatesPerStep === 1)) return undefined;
  return error(
    found.node,
    `${nameOf(trace, found.node)} averages ${found.accumulate} batches a step, which needs a study with one trainer that updates once in each step; set "Batches a step" to 1 and use a larger batch.`,
    { type: 'set', label: 'Set batches a step to 1', setting: 'accumulate', value: 1 },
  );
};

const withoutWork = (trace: Trace, { turns }: Turns): Problem | undefined => {
  const found = turns.find(({ objective, parameters, states }) =>
    fits(objective) ? states.length === 0 : parameters.length === 0,
  )?.objective;
  if (!found) return undefined;
  if (fits(found))
    return error(
      found.node,
      `${nameOf(trace, found.node)} has nothing to fit: its losses lead back to nothing that keeps statistics; wire in the loss of a density or of clusters, or delete it.`,
      deleteTrainer(found.node),
    );
  const why = found.networks
    ? 'the networks wired into it have no weights'
    : 'other trainers update every network that its losses need';
  return error(
    found.node,
    `${nameOf(trace, found.node)} has nothing to update: ${why}; wire a network into it, or delete it.`,
    deleteTrainer(found.node),
  );
};

/** Weights that only gradients move, where no trainer follows any. */
const withoutOptimizer = (trace: Trace): Problem | undefined => {
  const { objectives, parameters } = trace;
  if (!objectives.every(fits)) return undefined;
  const found = [...parameters.values()].find(({ spec: { trainable = true } }) => trainable)?.spec;
  if (!found) return undefined;
  const [{ node }] = objectives;
  return error(
    node,
    `${nameOf(trace, node)} follows no gradient, but the weights of ${nameOf(trace, found.node)} need one; put an Adam trainer in its place.`,
  );
};

/** The first thing that keeps a study from training, or nothing. */
export const trainerProblem = (trace: Trace): Problem | undefined => {
  const { objectives, parameters } = trace;
  if (objectives.length === 0) return idle(trace);
  const specs = [...parameters.values()].map(({ spec }) => spec);
  const optimized = objectives.find((objective) => !fits(objective));
  if (optimized && !specs.some(({ trainable = true }) => trainable))
    return error(optimized.node, specs.length > 0 ? NO_GRADIENTS : NO_WEIGHTS);
  const unmoved = withoutOptimizer(trace);
  if (unmoved) return unmoved;
  const found = turnsOf(trace);
  if (found.clash) return disputed(trace, found.clash);
  return accumulating(trace, found) ?? withoutWork(trace, found);
};
