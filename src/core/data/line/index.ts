/** Sets of numbers on a line: mixtures whose density is known. */
import { normal, type RandomKey, uniform } from '../../tensor/random';

/** One part of a mixture, before the set is standardised. */
type Piece =
  /** A normal distribution. */
  | { type: 'bell'; weight: number; centre: number; sigma: number }
  /** Evenly from one end to the other. */
  | { type: 'bar'; weight: number; from: number; to: number };

/** Numbers of which any count can be drawn. Every set has mean 0 and variance 1 as a distribution. */
export interface LineSet {
  /** Stable name, kept in documents. */
  id: string;
  title: string;
  help: string;
  /** What a label counts, for instance `mode`. */
  labelName: string;
  labelCount: number;
  /** Draws n numbers and their labels. The same key gives the same ones, on every machine. */
  sample(n: number, key: RandomKey): { x: Float32Array; label: Uint8Array };
  /** Probability density at x. */
  density(x: number): number;
  /** Middle and standard deviation of each part, in the order of the labels. */
  modes: readonly { centre: number; sigma: number }[];
}

const middleOf = (piece: Piece): number => (piece.type === 'bell' ? piece.centre : (piece.from + piece.to) / 2);

/** A bar of length l has variance l² / 12. */
const spreadOf = (piece: Piece): number =>
  piece.type === 'bell' ? piece.sigma : (piece.to - piece.from) / Math.sqrt(12);

const densityOf = (piece: Piece, x: number): number => {
  if (piece.type === 'bar') return x >= piece.from && x < piece.to ? 1 / (piece.to - piece.from) : 0;
  const z = (x - piece.centre) / piece.sigma;
  return Math.exp(-0.5 * z * z) / (piece.sigma * Math.sqrt(2 * Math.PI));
};

/** The part that a uniform number falls to, by weight. */
const pieceAt = (pieces: readonly Piece[], choice: number): number => {
  let left = choice;
  for (const [i, { weight }] of pieces.entries()) {
    if (left < weight) return i;
    left -= weight;
  }
  return pieces.length - 1;
};

const mixture = (
  { id, title, help, labelName }: Pick<LineSet, 'id' | 'title' | 'help' | 'labelName'>,
  pieces: readonly Piece[],
): LineSet => {
  const mean = pieces.reduce((sum, piece) => sum + piece.weight * middleOf(piece), 0);
  const variance = pieces.reduce(
    (sum, piece) => sum + piece.weight * ((middleOf(piece) - mean) ** 2 + spreadOf(piece) ** 2),
    0,
  );
  const scale = Math.sqrt(variance);
  return {
    id,
    title,
    help,
    labelName,
    labelCount: pieces.length,
    modes: pieces.map((piece) => ({ centre: (middleOf(piece) - mean) / scale, sigma: spreadOf(piece) / scale })),
    density: (x) => pieces.reduce((sum, piece) => sum + piece.weight * densityOf(piece, x * scale + mean), 0) * scale,
    sample: (n, { seed, stream, step }) => {
      const numbers = (name: string, fill: typeof uniform): Float32Array => {
        const values = new Float32Array(n);
        fill(values, { seed, stream: `${stream}/${name}`, step });
        return values;
      };
      const [choice, along] = [numbers('choice', uniform), numbers('along', uniform)];
      const noise = numbers('noise', normal);
      const label = Uint8Array.from(choice, (each) => pieceAt(pieces, each));
      const x = Float32Array.from(label, (mark, i) => {
        const piece = pieces[mark];
        const raw =
          piece.type === 'bell'
            ? piece.centre + piece.sigma * noise[i]
            : piece.from + (piece.to - piece.from) * along[i];
        return (raw - mean) / scale;
      });
      return { x, label };
    },
  };
};

const bell = (weight: number, centre: number, sigma: number): Piece => ({ type: 'bell', weight, centre, sigma });
const bar = (weight: number, from: number, to: number): Piece => ({ type: 'bar', weight, from, to });

/** Every set on the line, in the order to show them. */
export const lineSets: readonly LineSet[] = [
  mixture(
    {
      id: 'two-bells',
      title: 'Two bells',
      help: 'Two normal distributions of one width. The smallest set in which a model can lose a mode.',
      labelName: 'mode',
    },
    [bell(1 / 2, -2, 0.5), bell(1 / 2, 2, 0.5)],
  ),
  mixture(
    {
      id: 'three-bells',
      title: 'Three bells',
      help: 'Three normal distributions; the middle one is the widest and holds half of the data.',
      labelName: 'mode',
    },
    [bell(1 / 4, -3, 0.4), bell(1 / 2, 0, 0.7), bell(1 / 4, 3, 0.4)],
  ),
  mixture(
    {
      id: 'one-bell',
      title: 'One bell',
      help: 'A normal distribution: nothing to miss, a place to see how two players settle.',
      labelName: 'mode',
    },
    [bell(1, 0, 1)],
  ),
  mixture(
    {
      id: 'two-bars',
      title: 'Two bars',
      help: 'Two even stretches with a gap between them: sharp edges, which a smooth map can only blur.',
      labelName: 'bar',
    },
    [bar(1 / 2, -3, -1), bar(1 / 2, 1, 3)],
  ),
];

/**
 * The set with this id.
 * @throws RangeError if there is none.
 */
export function lineSet(id: string): LineSet {
  const found = lineSets.find((set) => set.id === id);
  if (found) return found;
  throw new RangeError(
    `set on the line "${id}": is unknown, expected one of ${lineSets.map((set) => set.id).join(', ')}; choose one of them.`,
  );
}
