import { catalogue } from '../core/catalogue';
import type { NetworkLabels, NodeDefinition, SamplerDefinition } from '../core/catalogue/types';
import type { ProbeTargets } from '../core/compile';
import type { LiveSettings } from './live-settings';
import { UserError } from './user-error';

/** How a sampler is asked to go; what is absent is as its node has it. */
export interface SamplingOptions {
  /** Catalogue type of another sampler that takes the node's place. */
  method?: string | null;
  numInferenceSteps?: number;
  guidanceScale?: number | null;
  eta?: number | null;
  /** The one class to draw; each in turn unless given. */
  label?: number | null;
}

/** What a network is asked for. */
export interface Condition {
  /** Whether it is asked with and without labels. */
  guided: boolean;
  guidance: number;
  /** The label fed for the i-th item; undefined where the network takes none. */
  fed: ((i: number) => number) | undefined;
  /** The class that the i-th item stands for. */
  class: (i: number) => number;
}

export interface ChosenSampler {
  node: string;
  /** Catalogue type of the sampler, of its node or in its place. */
  method: string;
  sampler: SamplerDefinition;
  itemShape: readonly number[];
  labels: NetworkLabels | undefined;
  steps: number;
  eta: number;
  /** The node's guidance, with what was asked. */
  guidance: number;
}

/** Samplers of the catalogue, in its order. */
const methods = (): readonly (NodeDefinition & { sampler: SamplerDefinition })[] =>
  catalogue.all.flatMap((definition) => (definition.sampler ? [{ ...definition, sampler: definition.sampler }] : []));

/** What may take the place of a sampler node. */
export const samplerMethods = () =>
  methods().map(({ type, sampler: { name, stochastic } }) => ({ method: type, title: name, stochastic }));

const named = (type: string, wanted: string): boolean => wanted === type || `sampler.${wanted}` === type;

const methodOf = (wanted: string): string => {
  const found = methods().find(({ type }) => named(type, wanted));
  if (found) return found.type;
  const known = methods().map(({ type }) => type);
  throw new UserError(`There is no sampler "${wanted}"; choose one of ${known.join(', ')}.`);
};

/**
 * A sampler of the study by node id or catalogue type (`sampler.euler`, or `euler` for short); the type of a sampler that is
 * not in the study takes the place of its first one. What a node says of another method's eta does not count for it.
 */
export const chooseSampler = (
  { samplers }: Pick<ProbeTargets, 'samplers'>,
  live: LiveSettings,
  wanted: string | null,
  options: SamplingOptions = {},
): ChosenSampler => {
  const [first] = samplers;
  if (!first) throw new UserError('This study has no sampler; add one and wire the network into it.');
  const own = samplers.find(({ node, type }) => wanted === null || wanted === node || named(type, wanted));
  const other = methods().find(({ type }) => wanted !== null && named(type, wanted))?.type;
  if (!own && !other)
    throw new UserError(
      `This study has no sampler "${wanted}"; it has ${samplers.map(({ node }) => node).join(', ')}.`,
    );
  const target = own ?? first;
  const { node, itemShape, labels } = target;
  const method = options.method ? methodOf(options.method) : own ? own.type : (other ?? target.type);
  const definition = catalogue.find(method);
  if (!definition?.sampler) throw new UserError(`"${method}" cannot sample; choose a sampler.`);
  const setting = (key: string, usual: number): number => live.get(`${node}.${key}`) ?? target.settings[key] ?? usual;
  return {
    node,
    method,
    sampler: definition.sampler,
    itemShape,
    labels,
    steps: options.numInferenceSteps ?? setting('num_inference_steps', 1),
    eta: options.eta ?? (method === target.type ? setting('eta', 0) : usualEta(definition)),
    guidance: options.guidanceScale ?? setting('guidance_scale', 1),
  };
};

const usualEta = ({ settings }: NodeDefinition): number => {
  const { eta } = settings;
  return eta?.type === 'number' ? eta.default : 0;
};

/** @throws UserError where the network cannot be asked so. */
export const conditionOf = (labels: NetworkLabels | undefined, guidance: number, label?: number | null): Condition => {
  const single = label ?? undefined;
  if (!labels) {
    if (single !== undefined || guidance !== 1)
      throw new UserError('This network takes no labels, so it can be asked for none; wire labels into its denoiser.');
    return { guided: false, guidance, fed: undefined, class: () => 0 };
  }
  const { classes, none } = labels;
  if (single !== undefined && single >= classes)
    throw new UserError(`This network knows labels from 0 to ${classes - 1}, not ${single}; choose one of them.`);
  if (guidance !== 1 && none === undefined)
    throw new UserError(
      'This network cannot be guided, as it never learned to do without a label; put Drop labels before it and train.',
    );
  const wanted = (i: number): number => single ?? i % classes;
  // Without weight a label changes nothing: one evaluation without it does.
  const fed = guidance === 0 && none !== undefined ? () => none : wanted;
  return { guided: guidance !== 1 && guidance !== 0, guidance, fed, class: wanted };
};

/** What a field is asked for: one label for all places; without a label, or the first, where none is wanted. */
export const fieldCondition = (
  labels: NetworkLabels | undefined,
  guidance: number,
  label?: number | null,
): Condition => {
  if (label === null || label === undefined) {
    const alone = labels?.none ?? 0;
    return { guided: false, guidance: 1, fed: labels && (() => alone), class: () => alone };
  }
  return conditionOf(labels, guidance, label);
};
