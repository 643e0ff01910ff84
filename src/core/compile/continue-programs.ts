/** Programs that ask sequence models what comes next, and how likely a sequence is. */
import type { AutoregressiveHandle, NetworkLabels } from '../catalogue/types';
import { logitsAt, tokenLogProbs } from '../generative/autoregressive';
import { buildProgram, input, type Program, reshape } from '../tensor';
import { probeAt } from './node-probes';
import { FED } from './sampler-programs';
import type { Trace } from './trace';

/** A node that predicts each token of a sequence from those before it. */
export interface SequenceTarget {
  node: string;
  length: number;
  vocabulary: number;
  labels: NetworkLabels | undefined;
}

/** The place that is asked for, as an input. */
export const PLACE = 'place';
export const TOKENS = 'tokens';

const probeOf = (traced: Trace, node: string): Omit<AutoregressiveHandle, 'role'> | undefined => {
  const probe = probeAt(traced, node);
  return probe?.role === 'continue' ? probe : undefined;
};

export const sequenceTargets = (traced: Trace): SequenceTarget[] =>
  [...traced.contexts.keys()].flatMap((node) => {
    const probe = probeOf(traced, node);
    if (!probe) return [];
    const { itemShape, vocabulary, labels } = probe;
    return [{ node, length: itemShape[0], vocabulary, labels }];
  });

/** `next`: tokens (1, length) and a place → `logits` (vocabulary) there. `score`: tokens (1, length) → `logProb` (length). */
export const buildContinue = (traced: Trace, node: string, part: 'next' | 'score'): Program => {
  const probe = probeOf(traced, node);
  if (!probe) throw new RangeError(`"${node}" is no sequence model; choose a node that is.`);
  const { itemShape, vocabulary, labels } = probe;
  const tokens = input(TOKENS, [1, ...itemShape], 'int32');
  const logits = probe.logits(tokens, labels && input(FED.labels, [1], 'int32'));
  if (part === 'score')
    return buildProgram('score', { logProb: reshape(tokenLogProbs(logits, tokens), [itemShape[0]]) });
  return buildProgram('next', { logits: reshape(logitsAt(logits, input(PLACE, [], 'int32')), [vocabulary]) });
};
