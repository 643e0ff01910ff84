import { PaintCanvas, type Picture, rgb } from '../../core/export';
import type { Session } from '../../worker/session';
import { GROUND, INK, type Size } from './look';

/** Places of the held-out text, and rows of tokens: the most frequent ones, whose numbers are lowest. */
const PLACES = 60;
const ROWS = 31;
const LIKELY = rgb('#5b9bf0');
const SURPRISE = rgb('#f0718c');

/**
 * What a model expects at each place of a held-out passage: places go to the right, tokens from the most frequent down, blue is how
 * likely each is. A frame stands around the one that came, white where it was foreseen and red where it was not.
 */
export const expectations = async (session: Session, size: Size): Promise<Picture> => {
  const { text } = session.probes;
  const { length } = session.info.probes.text ?? { length: PLACES };
  const { tokens, logProbs } = await text.scoreHeldOut(null, { offset: 0, count: length + PLACES });
  const canvas = new PaintCanvas(size.width, size.height, GROUND);
  const [wide, high] = [Math.floor(size.width / PLACES), Math.floor(size.height / ROWS)];
  const [left, top] = [(size.width - PLACES * wide) >> 1, (size.height - ROWS * high) >> 1];
  const box = (column: number, row: number, paint: (x: number, y: number, edge: boolean) => void): void => {
    for (let y = 0; y < high - 1; y++)
      for (let x = 0; x < wide - 1; x++)
        paint(left + column * wide + x, top + row * high + y, x === 0 || y === 0 || x === wide - 2 || y === high - 2);
  };
  for (let column = 0; column < PLACES; column++) {
    const place = length + column;
    const before = tokens.slice(0, place);
    const { next } = await text.continue({
      tokens: before,
      position: place,
      count: 0,
      temperature: 1,
      top_k: 0,
      seed: 0,
    });
    for (const [i, token] of next.tokens.entries())
      if (token < ROWS) box(column, token, (x, y) => canvas.blend(x, y, LIKELY, Math.sqrt(next.model[i]) * 0.95));
    const foreseen = Math.exp(logProbs[place]);
    if (tokens[place] < ROWS)
      box(column, tokens[place], (x, y, edge) => {
        if (edge) canvas.blend(x, y, foreseen > 0.2 ? INK : SURPRISE, 0.9);
      });
  }
  return canvas.toPicture();
};
