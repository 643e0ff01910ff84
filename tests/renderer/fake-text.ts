import type { ContinuedText, RequestOf, ScoredText } from '../../src/protocol/worker';

/** Letters whose tokens are their codes; the one after another is its neighbour in the alphabet. */
const letter = (token: number): string => String.fromCharCode(token);
const after = (token: number, places: number): number => 97 + ((token - 97 + places + 26 * 8) % 26);

/** Goes through the alphabet from the last letter on, skipping more of it for other seeds. */
export const continueText = (
  { tokens, count, seed }: Pick<RequestOf<'probe.continue'>, 'tokens' | 'count' | 'seed'>,
  step: number,
): ContinuedText => {
  const last = tokens.at(-1) ?? 96;
  const drawn = Array.from({ length: count }, (_, i) => after(last, (i + 1) * seed));
  const end = drawn.at(-1) ?? last;
  const likeliest = Array.from({ length: 10 }, (_, i) => after(end, i + 1));
  const model = Float32Array.from(likeliest, (_, i) => 2 ** -(i + 1));
  return {
    tokens: Int32Array.from(drawn),
    pieces: drawn.map(letter),
    logProbs: new Float32Array(count).fill(Math.log(0.5)),
    next: { tokens: Int32Array.from(likeliest), pieces: likeliest.map(letter), model, drawn: model, entropy: 2 },
    lookBack: 15,
    step,
  };
};

export const scoreText = (text: string, step: number): ScoredText => ({
  tokens: Int32Array.from(text, (character) => character.charCodeAt(0)),
  pieces: [...text],
  logProbs: new Float32Array(text.length).fill(Math.log(0.25)),
  characters: text.length,
  step,
});
