import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ContinuedText, SessionInfo } from '../../protocol/worker';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { useSession } from '../state/session';
import { changeTextView, type Letter, LONGEST, useTextView } from './view';
import { Writer } from './writer';

export interface WritingState {
  /** The beginning, what was put there by hand, and what was written. */
  letters: readonly Letter[];
  /** What may come at the cursor. */
  next: ContinuedText['next'] | null;
  /** Training step of the weights that wrote it. */
  step: number | null;
  error: string | null;
}

interface Pieces {
  tokens: ArrayLike<number>;
  pieces: readonly string[];
  logProbs: ArrayLike<number>;
}

/** Tokens of an answer as they stand in a text; the first one at `place`. */
export const lettersOf = (text: Pieces | null, from: Letter['from'], place = 0): Letter[] =>
  (text?.pieces ?? []).map((piece, i) => ({
    place: place + i,
    token: text?.tokens[i] ?? 0,
    piece,
    logProb: text?.logProbs[i] ?? 0,
    from,
  }));

/** Characters of a beginning that are read. */
export const LONGEST_PROMPT = 4_000;

/** The beginning as tokens, with how surprised the model is by each. */
function usePrompt(visible: boolean) {
  const prompt = useTextView((view) => view.prompt);
  const { weights, key } = useWeights();
  const { value, error } = useProbe({
    query: visible ? prompt : null,
    key: `${key} ${prompt}`,
    ask: async (client, text: string) => ({
      text,
      ...(await client.request('probe.score-text', { channel: 'text.prompt', weights, of: { text } })),
    }),
    urgent: true,
  });
  return { scored: value?.text === prompt ? value : null, error };
}

/** What may come at a place inside the text. */
function useNextAt(letters: readonly Letter[], visible: boolean): ContinuedText['next'] | null {
  const cursor = useTextView((view) => view.cursor);
  const temperature = useTextView((view) => view.temperature);
  const topK = useTextView((view) => view.topK);
  const { weights, key } = useWeights();
  const before = cursor === null ? null : letters.slice(0, cursor).map(({ token }) => token);
  const { value } = useProbe({
    query: visible ? before : null,
    key: `${key} ${temperature} ${topK} ${before?.join()}`,
    ask: async (client, tokens) => ({
      before: tokens.join(),
      ...(await client.request('probe.continue', {
        channel: 'text.next',
        weights,
        tokens: Int32Array.from(tokens),
        position: tokens.length,
        count: 0,
        temperature,
        top_k: topK,
        seed: 0,
      })),
    }),
    urgent: true,
  });
  // An answer for another place would be put down here.
  return value && value.before === before?.join() ? value.next : null;
}

/** The text of the lens as far as it is written, by the weights that the training-time slider stands at. */
export function useWriting(info: SessionInfo, visible: boolean): WritingState {
  const { chosen, length, running, cursor, temperature, topK, seed } = useTextView();
  const { weights, key } = useWeights();
  const client = useSession((session) => session.client);
  const training = useSession((session) => session.state === 'training');
  const { scored, error } = usePrompt(visible);
  const [writer] = useState(() => new Writer());
  const { text, error: refused } = useSyncExternalStore(writer.subscribe, writer.snapshot);

  useEffect(() => {
    if (!visible || !client || !scored) return writer.update(null);
    const given = [...scored.tokens, ...chosen.map(({ token }) => token)];
    const wish = { client, weights, given, length, temperature, topK, seed, training };
    writer.update({ ...wish, key: `${info.run} ${key} ${temperature} ${topK} ${seed} ${given.join()}` });
  });
  useEffect(() => () => writer.close(), [writer]);

  // Goes on and on: always a little more than is there.
  const written = text?.tokens.length ?? 0;
  useEffect(() => {
    if (!running || written < length) return;
    changeTextView(length >= LONGEST ? { running: false } : { length: Math.min(LONGEST, length + 12) });
  }, [running, written, length]);

  const letters = [...lettersOf(scored, 'prompt'), ...chosen, ...lettersOf(text, 'written')].map(
    (letter, place): Letter => ({ ...letter, place }),
  );
  const at = useNextAt(letters, visible);
  return {
    letters,
    next: cursor === null ? (text?.next ?? null) : at,
    step: text?.step ?? null,
    error: error ?? refused,
  };
}
