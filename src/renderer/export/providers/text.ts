import type { ArrayData } from '../../../core/export';
import { useSession } from '../../state/session';
import { shownText } from '../../text/shown';
import { useTextView } from '../../text/view';
import { integers, jsonArray, named } from '../arrays';
import { pagePicture } from '../lens-picture';
import { registerExport } from '../registry';
import { trainingFilm } from './training';

const FROM = { prompt: 0, chosen: 1, written: 2 } as const;

const floats = (values: ArrayLike<number>): ArrayData => ({ shape: [values.length], data: Float32Array.from(values) });

const text = (): string | null =>
  shownText()
    ?.letters.map(({ piece }) => piece)
    .join('') ?? null;

/** The tokens on the page with what the model said of each, and the likeliest tokens at the cursor. */
async function arrays(): Promise<ReadonlyMap<string, ArrayData>> {
  const shown = shownText();
  if (!shown) throw new Error('There is no text in the lens; press Generate, then export again.');
  const { letters, next, step } = shown;
  const { mode, prompt, temperature, topK, seed, offset, cursor } = useTextView.getState();
  const run = useSession.getState().info?.run ?? null;
  const made = mode === 'write' ? { prompt, temperature, top_k: topK, seed, cursor } : { offset };
  return named({
    tokens: integers(letters.map(({ token }) => token)),
    log_prob: floats(letters.map(({ logProb }) => logProb)),
    from: mode === 'write' ? integers(letters.map(({ from }) => FROM[from])) : null,
    next_tokens: next && integers(next.tokens),
    next_prob: next && floats(next.model),
    next_drawn_prob: next && floats(next.drawn),
    settings: jsonArray({ run, step, mode, ...made, pieces: letters.map(({ piece }) => piece) }),
  });
}

registerExport('text', {
  picture: () => (shownText() ? pagePicture('text') : null),
  films: trainingFilm,
  arrays,
  text,
});
