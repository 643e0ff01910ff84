import type { Size } from '../lenses/plane/transform';

/** CSS pixels between two parts beside or under each other, and those of the words under each. */
const BESIDE = 28;
const UNDER = 8;
const WORDS = 20;
/** A room of fewer CSS pixels has none to spare for gaps and words. */
const NARROW = 230;
/** How much taller than wide a room is in which parts stand under each other. */
const TALL = 1.1;

/** All beside each other, all under each other, or all pictures beside the followed one and its prediction. */
export type Way = 'row' | 'column' | 'split';

export interface PicturesLayout {
  way: Way;
  /** Room of all pictures, and of each of the other parts. */
  all: Size;
  part: Size;
}

const size = (width: number, height: number): Size => ({ width: Math.max(0, width), height: Math.max(0, height) });
const side = ({ width, height }: Size): number => Math.min(width, height);

/** Where one to three parts stand so that the large pictures are largest. */
export function picturesLayout({ width, height }: Size, parts: 1 | 2 | 3): PicturesLayout {
  const gap = width < NARROW ? UNDER : BESIDE;
  const tall = height > TALL * width;
  const even = tall
    ? size(width, (height - (parts - 1) * UNDER) / parts - WORDS)
    : size((width - (parts - 1) * gap) / parts, height - WORDS);
  const half = (width - gap) / 2;
  const split = size(half, (height - UNDER) / 2 - WORDS);
  if (parts === 3 && side(split) > side(even)) return { way: 'split', all: size(half, height - WORDS), part: split };
  return { way: tall ? 'column' : 'row', all: even, part: even };
}
