/** Programs that show the game of a generator and a discriminator, made of the study's own nodes. */

import type { NodeProbe, PortValue } from '../catalogue/types';
import { type Formulation, readsLogits } from '../generative/adversarial';
import {
  add,
  buildProgram,
  full,
  gradients,
  input,
  mul,
  type Program,
  reshape,
  sigmoid,
  sizeOf,
  type Tensor,
} from '../tensor';
import { probeAt } from './node-probes';
import { neededFeeds } from './plan';
import type { Feed, Trace } from './trace';
import { turnsOf } from './turns';
import { wiresInto } from './wiring';

/** Who plays. */
export interface AdversarialTarget {
  generator: string;
  discriminator: string;
  itemShape: readonly number[];
  scale: 'probability' | 'score';
  /** Data node whose items stand against the generated ones. */
  data: string | undefined;
}

const generatorProbe = (traced: Trace, node: string): Extract<NodeProbe, { role: 'generate' }> => {
  const probe = probeAt(traced, node);
  if (probe?.role === 'generate') return probe;
  throw new RangeError(`"${node}" makes no items of its own; choose a Generator.`);
};

const before = ({ document }: Trace, node: string, port: string): string | undefined =>
  wiresInto(document.study, node, port)[0]?.node;

/** The objective of the generator with its discriminator and generator: the first of the study. */
const gameOf = (traced: Trace) => {
  for (const [node, { definition, context }] of traced.contexts) {
    if (definition.type !== 'objective.generator') continue;
    const discriminator = before(traced, node, 'fake');
    const generator = discriminator === undefined ? undefined : before(traced, discriminator, 'x');
    if (discriminator === undefined || generator === undefined) continue;
    if (probeAt(traced, generator)?.role !== 'generate') continue;
    return { objective: node, discriminator, generator, settings: context.settings };
  }
  return undefined;
};

/** Who plays in a study, where somebody does. */
export const adversarialTarget = (traced: Trace): AdversarialTarget | undefined => {
  const game = gameOf(traced);
  if (!game) return undefined;
  const { generator, discriminator, settings } = game;
  const data = [...traced.contexts].find(([, { definition }]) => definition.dataset)?.[0];
  const { itemShape } = generatorProbe(traced, generator);
  const scale = readsLogits(String(settings.formulation) as Formulation) ? 'probability' : 'score';
  return { generator, discriminator, itemShape, scale, data };
};

const tensorAt = (traced: Trace, node: string, port: string): Tensor => {
  const value: PortValue | undefined = traced.study.value(node, port);
  if (value && 'tensor' in value) return value.tensor;
  throw new RangeError(`"${node}" gives nothing by "${port}" in this run; wire it up.`);
};

/** What is shown of a score. */
const shown = (score: Tensor, { scale }: AdversarialTarget): Tensor =>
  scale === 'probability' ? sigmoid(score) : score;

const required = (traced: Trace): AdversarialTarget => {
  const target = adversarialTarget(traced);
  if (target) return target;
  throw new RangeError('This study has no generator that plays against a discriminator; add both.');
};

/**
 * The game on one batch of `count`: `fake` (count × size), `push` (count × size), the way in which the loss of the generator's
 * trainer falls for each item, and `scores` (count) of the discriminator.
 */
export const buildGame = (traced: Trace, count: number): { program: Program; feeds: Feed[] } => {
  const target = required(traced);
  const fake = tensorAt(traced, target.generator, 'x');
  const score = tensorAt(traced, target.discriminator, 'score');
  const owner = traced.contexts.get(target.generator)?.context.graphNode.network;
  const turn = turnsOf(traced).turns.find(({ parameters }) =>
    parameters.some(({ name }) => name.startsWith(`${owner}/`)),
  );
  const loss = turn?.objective.loss ?? tensorAt(traced, gameOf(traced)?.objective ?? '', 'loss');
  const [slope] = gradients(loss, [fake]);
  const rows = [count, sizeOf(target.itemShape)];
  const program = buildProgram('adversarial', {
    fake: reshape(fake, rows),
    // The loss is an average over the batch: an item's own share is `count` times as large.
    push: reshape(mul(-count, slope), rows),
    scores: shown(score, target),
  });
  return { program, feeds: neededFeeds(traced, program.inputs) };
};

/** x (count × item) → `scores` (count) as they are shown. */
export const buildScores = (traced: Trace, count: number): Program => {
  const target = required(traced);
  const probe = probeAt(traced, target.discriminator);
  if (probe?.role !== 'discriminate')
    throw new RangeError(`"${target.discriminator}" tells nothing apart; choose a Discriminator.`);
  const x = input('x', [count, ...probe.itemShape]);
  const { labels } = probe;
  if (!labels) return buildProgram('scores', { scores: shown(probe.discriminate(x), target) });
  // Without a label to go by, the mean over all of them.
  const each = Array.from({ length: labels.classes }, (_, y) =>
    shown(probe.discriminate(x, full([count], y, 'int32')), target),
  );
  return buildProgram('scores', {
    scores: mul(
      1 / each.length,
      each.reduce((sum, one) => add(sum, one)),
    ),
  });
};
