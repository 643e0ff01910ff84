/**
 * Sentences about documents that trace without an error but are surely not meant. At most one for each node, and only
 * sure things: people stop reading warnings that are wrong.
 */
import type { NodeDefinition } from '../catalogue/types';
import { sameGame } from '../generative/adversarial';
import { holdersOf, networksInside, portsOf } from '../graph';
import type { Fix, Graph, GraphEnd, GraphNode, Problem } from '../graph/document';
import { runningNetworks } from '../graph/nesting';
import { BLOCK_INPUT, BLOCK_OUTPUT } from '../graph/node-ports';
import { type GraphId, graphsOf, own, placeIn } from '../graph/place';
import { quote } from '../graph/text';
import { placeKey } from './place-key';
import type { Trace } from './trace';
import { neededBy, turnsOf } from './turns';
import { wiresInto } from './wiring';

const NETWORK_INPUT = 'layer.input';
const NETWORK_OUTPUT = 'layer.output';

/** One graph of a traced document, with what the sentences ask of it. */
interface View {
  traced: Trace;
  graph: GraphId;
  content: Graph;
  /** Nodes that take part. */
  nodes: readonly GraphNode[];
  definition(node: GraphNode): NodeDefinition | undefined;
  /** Wires that leave a node. */
  leaving(node: string): readonly { port: string; target: GraphEnd }[];
}

const viewOf = (traced: Trace, graph: GraphId, content: Graph): View => {
  const leaving = new Map<string, { port: string; target: GraphEnd }[]>();
  for (const { source, target } of content.edges) {
    const present = leaving.get(source.node);
    if (present) present.push({ port: source.port, target });
    else leaving.set(source.node, [{ port: source.port, target }]);
  }
  return {
    traced,
    graph,
    content,
    nodes: content.nodes.filter(({ mode }) => mode !== 'mute'),
    definition: ({ type }) => traced.catalogue.find(type),
    leaving: (node) => leaving.get(node) ?? [],
  };
};

const say = (
  severity: Problem['severity'],
  { graph }: View,
  place: { node: string; port?: string },
  message: string,
  ...fixes: readonly Fix[]
): Problem => ({ severity, ...placeIn(graph, place), message, ...(fixes.length > 0 && { fixes }) });

const deleteIt = ({ id }: GraphNode): Fix => ({ type: 'remove', label: 'Delete it', node: id });

/** Ids of the nodes that a node's wires lead to, from one port or from all, as far as they go. */
const downstream = (view: View, start: string, port?: string): ReadonlySet<string> => {
  const reached = new Set<string>();
  const add = (node: string, from?: string): void => {
    for (const wire of view.leaving(node)) if (from === undefined || wire.port === from) reached.add(wire.target.node);
  };
  add(start, port);
  for (const id of reached) add(id);
  return reached;
};

const ofCategory = (view: View, category: NodeDefinition['category']): GraphNode[] =>
  view.nodes.filter((node) => view.definition(node)?.category === category);

/** Leads a loss into the trainer that is there, or into a new one. */
const trainIt = (view: View, source: GraphEnd, trainer: GraphNode | undefined): Fix => {
  const input = trainer && Object.keys(view.definition(trainer)?.inputs ?? {})[0];
  if (!trainer || input === undefined)
    return { type: 'append', label: 'Add Adam trainer', port: source.port, node: 'trainer.adam' };
  const label = `Connect it to ${view.traced.name(trainer)}`;
  return { type: 'connect', label, source, target: { node: trainer.id, port: input } };
};

/** Losses that no trainer lowers: nothing would train, or this part would not. Losses that a measure reads are meant. */
const looseLosses = (view: View): Problem[] => {
  const trainers = ofCategory(view, 'trainer');
  const resting = view.content.nodes.some(
    ({ type, mode }) => mode === 'mute' && view.traced.catalogue.find(type)?.category === 'trainer',
  );
  if (trainers.length === 0 && resting) return [];
  const measures = new Set(ofCategory(view, 'metric').map(({ id }) => id));
  return ofCategory(view, 'objective').flatMap((node) => {
    const outputs = Object.entries(view.definition(node)?.outputs ?? {});
    const port = outputs.find(([, { kinds }]) => kinds[0] === 'loss')?.[0];
    if (port === undefined) return [];
    const reached = downstream(view, node.id, port);
    if (trainers.some(({ id }) => reached.has(id))) return [];
    if (trainers.length > 0 && [...reached].some((id) => measures.has(id))) return [];
    const message = `The loss of ${view.traced.name(node)} trains nothing; wire it into a Trainer.`;
    const fix = trainIt(view, { node: node.id, port }, trainers[0]);
    return [say(trainers.length > 0 ? 'warning' : 'error', view, { node: node.id, port }, message, fix)];
  });
};

/** Networks that have weights, which no loss reaches through any node that holds them, or which no trainer updates. */
const untrained = (view: View): Problem[] => {
  const trainers = ofCategory(view, 'trainer');
  if (trainers.length === 0) return [];
  const reached = new Set(trainers.flatMap(({ id }) => [...neededBy(id, view.content)]));
  const networksOf = (ids: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(view.nodes.flatMap(({ id, network }) => (ids.has(id) && network ? [network] : [])));
  const parameters = [...view.traced.parameters.values()].map(({ spec }) => spec);
  const trainable = parameters.filter((spec) => spec.trainable !== false);
  const { turns } = turnsOf(view.traced);
  const updated = new Set(turns.flatMap((turn) => turn.parameters.map(({ node }) => node)));
  // Where no trainer works at all, that is what is said.
  const [heard, taken] = [networksOf(reached), networksOf(turns.length > 0 ? updated : reached)];
  const owners = new Set(trainable.map(({ node }) => node));
  return view.nodes
    .filter(({ id, network }) => network !== undefined && owners.has(id) && !(heard.has(network) && taken.has(network)))
    .map((node) => {
      const name = view.traced.name(node);
      const message = heard.has(node.network ?? '')
        ? `No trainer updates ${name}, so its weights stay as they start; wire its network into a trainer, or mute it.`
        : `No loss reaches ${name}, so its weights stay as they start; lead what it gives to an objective, or mute it.`;
      return say('warning', view, { node: node.id }, message, { type: 'mode', label: 'Mute it', mode: 'mute' });
    });
};

/** What a network node's inputs are called inside its network. */
const nameInside = (port: string): string => (port === 'flow' ? 'x' : port.replace(/_t$/, ''));

/** Values that a network is given and that nothing inside asks for. */
const unheard = (view: View): Problem[] =>
  view.nodes.flatMap((node) => {
    const definition = view.definition(node);
    const inside = node.network === undefined ? undefined : own(view.traced.document.networks, node.network);
    if (!inside || definition?.holds !== 'network' || node.mode === 'bypass') return [];
    const asked = new Set(
      inside.nodes.flatMap(({ type, settings }) => (type === NETWORK_INPUT ? [settings.name] : [])),
    );
    const port = Object.keys(definition.inputs).find(
      (id) =>
        !definition.inputs[id].shapeOnly &&
        wiresInto(view.content, node.id, id).length > 0 &&
        !asked.has(nameInside(id)),
    );
    if (port === undefined) return [];
    const label = definition.inputs[port].label;
    const message = `${view.traced.name(node)} is given ${label}, but nothing inside uses it; open it and add an Input for ${nameInside(port)}.`;
    return [say('warning', view, { node: node.id, port }, message)];
  });

/** Kinds of study nodes that are there only for what they feed. */
const FEEDING: ReadonlySet<string> = new Set(['data', 'latent', 'operation']);

const feedsNothing = (view: View): Problem[] =>
  view.nodes
    .filter((node) => FEEDING.has(view.definition(node)?.category ?? '') && view.leaving(node.id).length === 0)
    .map((node) =>
      say(
        'warning',
        view,
        { node: node.id },
        `${view.traced.name(node)} feeds nothing; connect it or delete it.`,
        deleteIt(node),
      ),
    );

/** Networks whose scores enter an objective. */
const scoredBy = ({ content, nodes }: View, objective: GraphNode): ReadonlySet<string> => {
  const sources = new Set(wiresInto(content, objective.id, 'fake').map(({ node }) => node));
  return new Set(nodes.flatMap(({ id, network }) => (network !== undefined && sources.has(id) ? [network] : [])));
};

/** Generators that play another game than the discriminator that they play against. */
const otherGame = (view: View): Problem[] => {
  const ofType = (type: string) => view.nodes.filter((node) => node.type === type);
  return ofType('objective.generator').flatMap((generator) => {
    const judges = scoredBy(view, generator);
    const rivals = ofType('objective.discriminator').filter((each) =>
      [...scoredBy(view, each)].some((id) => judges.has(id)),
    );
    const [rival] = rivals;
    const mine = generator.settings.formulation;
    if (!rival || rivals.some(({ settings }) => sameGame(mine, settings.formulation))) return [];
    const options = view.definition(generator)?.settings.formulation;
    const label = (value: unknown): string =>
      (options?.type === 'choice' && options.options.find((each) => each.value === value)?.label) || String(value);
    const theirs = rival.settings.formulation;
    const [name, other] = [view.traced.name(generator), view.traced.name(rival)];
    const message = `${name} plays the game “${label(mine)}”, but ${other} plays “${label(theirs)}”, which reads the same scores in another way; give both one formulation.`;
    const fixes: Fix[] = [
      { type: 'set', label: `Set ${label(theirs)} here`, setting: 'formulation', value: theirs },
      { type: 'set', label: `Set ${label(mine)} in ${other}`, setting: 'formulation', value: mine, node: rival.id },
    ];
    return [say('warning', view, { node: generator.id }, message, ...fixes)];
  });
};

const study = (view: View): Problem[] => [
  ...looseLosses(view),
  ...untrained(view),
  ...otherGame(view),
  ...unheard(view),
  ...feedsNothing(view),
];

/** Ends of lines of layers that are no outputs. */
const deadEnd = (view: View, node: GraphNode): Problem[] => {
  if (node.type === NETWORK_OUTPUT || node.type === BLOCK_OUTPUT || view.leaving(node.id).length > 0) return [];
  const name = view.traced.name(node);
  const enters = node.type === NETWORK_INPUT || node.type === BLOCK_INPUT;
  const value = node.type === NETWORK_INPUT ? ` (${String(node.settings.name)})` : '';
  const message = enters
    ? `${name}${value} enters here and goes nowhere; connect it or delete it.`
    : `${name} leads nowhere; connect what it gives or delete it.`;
  return [say('warning', view, { node: node.id }, message, deleteIt(node))];
};

/** Outputs of a block that nothing takes, while others are taken. */
const looseOutput = (view: View, node: GraphNode): Problem[] => {
  const definition = view.definition(node);
  const leaving = view.leaving(node.id);
  if (definition?.holds !== 'block' || leaving.length === 0 || node.mode === 'bypass') return [];
  // Another that is tied to it may use what this one leaves.
  if (node.network === undefined || holdersOf(view.traced.document, node.network).length > 1) return [];
  const { outputs } = portsOf(node, definition, view.traced.document.networks);
  const port = Object.keys(outputs).find((id) => !leaving.some((wire) => wire.port === id));
  if (port === undefined) return [];
  const message = `Nothing takes ${quote(outputs[port].label)} of ${view.traced.name(node)}; connect it, or delete that Block output inside.`;
  const fix: Fix = { type: 'remove', label: 'Delete the Block output', node: port, network: node.network };
  return [say('warning', view, { node: node.id, port }, message, fix)];
};

/** Whether each repetition of a block has weights of its own, which other blocks can only share by repeating too. */
const repeatsAlone = ({ settings: { repeat, weights } }: GraphNode): boolean =>
  typeof repeat === 'number' && repeat > 1 && weights !== 'shared';

/** Tied blocks that have no weights in common, as only one of them counts its repetitions. */
const looseTie = (view: View, node: GraphNode): Problem[] => {
  const { traced, nodes } = view;
  const { network } = node;
  if (network === undefined || node.mode === 'bypass' || !repeatsAlone(node)) return [];
  const twin = nodes.find((each) => each.network === network && each.mode !== 'bypass' && !repeatsAlone(each));
  if (!twin) return [];
  const inside = new Set([network, ...networksInside([node], traced.document.networks)]);
  const holdsWeights = [...traced.parameters.keys()].some((name) => inside.has(name.slice(0, name.indexOf('/'))));
  if (!holdsWeights) return [];
  const message = `${traced.name(node)} has weights of its own in each repetition, so it shares none with ${traced.name(twin)}, which is tied to it; share one set in all repetitions, or untie one of the two.`;
  const fixes: Fix[] = [
    { type: 'set', label: 'Share one set of weights', setting: 'weights', value: 'shared' },
    { type: 'untie', label: 'Untie it' },
  ];
  return [say('warning', view, { node: node.id }, message, ...fixes)];
};

/** Tables with fewer rows than there are labels: the lookup would miss. */
const shortTable = (view: View, node: GraphNode, classes: number | undefined): Problem[] => {
  const { entries } = node.settings;
  if (classes === undefined || typeof entries !== 'number' || entries >= classes) return [];
  const message = `${view.traced.name(node)} has ${entries} entries but gets labels up to ${classes - 1}; set its entries to ${classes}.`;
  const fix: Fix = { type: 'set', label: `Set entries to ${classes}`, setting: 'entries', value: classes };
  return [say('error', view, { node: node.id }, message, fix)];
};

/** How many labels enter a network as y, where every node that holds it knows. */
const labelsInto = (traced: Trace, network: string): number | undefined => {
  const { study: graph } = traced.document;
  const counts = graph.nodes
    .filter((node) => node.network === network && node.mode !== 'mute')
    .flatMap(({ id }) => wiresInto(graph, id, 'y'))
    .map(({ node, port }) => traced.outputs.get(placeKey(undefined, node, port)))
    .flatMap((value) => (value?.kind === 'label' && value.classes !== undefined ? [value.classes] : []));
  return counts.length > 0 ? Math.max(...counts) : undefined;
};

const network = (view: View): Problem[] => {
  const classes = labelsInto(view.traced, view.graph ?? '');
  const asksForLabels = (id: string): boolean =>
    view.nodes.some((node) => node.id === id && node.type === NETWORK_INPUT && node.settings.name === 'y');
  return view.nodes.flatMap((node) => {
    const labelled =
      view.definition(node)?.settings.entries !== undefined &&
      wiresInto(view.content, node.id, 'x').some((source) => asksForLabels(source.node));
    const found = [
      ...(labelled ? shortTable(view, node, classes) : []),
      ...deadEnd(view, node),
      ...looseOutput(view, node),
      ...looseTie(view, node),
    ];
    return found.slice(0, 1);
  });
};

/** At most one problem for each node, the first. */
const firstOfEach = (problems: readonly Problem[]): Problem[] => {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.network ?? ''}/${problem.node}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

/** What is surely not meant in a document that traced without an error; of networks that nothing runs nobody can tell. */
export const advice = (traced: Trace): Problem[] => {
  const running = runningNetworks(traced.document);
  return graphsOf(traced.document).flatMap(([graph, content]) => {
    if (graph !== null && !running.has(graph)) return [];
    const view = viewOf(traced, graph, content);
    return firstOfEach(graph === null ? study(view) : network(view));
  });
};
