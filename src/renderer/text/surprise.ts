/** How surprised a model was by tokens, in words, numbers and shades. */

/** What cannot be seen, as it is shown where a token stands alone. */
const VISIBLE: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\t': '⇥', '': '∅' };

/** A token as it can be read by itself: spaces at its ends and line ends get signs. */
export const visible = (piece: string): string =>
  VISIBLE[piece] ?? piece.replaceAll('\n', '↵').replaceAll('\t', '⇥').replace(/^ | $/g, '␣');

/** −log₂ p of a token whose log p (nats) is given. */
export const bits = (logProb: number): number => -logProb / Math.LN2;

/** Bits at which the shade is strongest: one chance in 1 024. */
const STRONGEST = 10;

/** Strength of the shade behind a token, from 0 (foreseen) to 1. */
export const shade = (logProb: number): number => Math.min(1, Math.max(0, bits(logProb) / STRONGEST));

/** Bits per character of a text. */
export const bitsPerCharacter = (logProbs: Iterable<number>, text: string): number | null => {
  let total = 0;
  for (const logProb of logProbs) total += bits(logProb);
  const characters = [...text].length;
  return characters === 0 ? null : total / characters;
};

export const percent = (p: number): string =>
  p >= 0.0995 ? `${Math.round(100 * p)} %` : `${(100 * p).toFixed(p >= 0.001 ? 1 : 2)} %`;

/** `e, 43 %, 1.2 bits`: a token and what the model thought of it. */
export const tokenWords = (letter: { piece: string; logProb: number } | undefined): string =>
  letter
    ? `${visible(letter.piece)}, ${percent(Math.exp(letter.logProb))}, ${bits(letter.logProb).toFixed(1)} bits`
    : '';
