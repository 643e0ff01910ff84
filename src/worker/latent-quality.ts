import { quantile, roughness, shareWithin, spread } from '../core/metrics';
import { normal } from '../core/tensor';
import type { Engine } from '../engine';
import type { LatentQuality } from '../protocol/worker';
import type { Breathe } from './breathe';
import type { DataSource } from './data-source';
import { Nearest } from './nearest';
import { product } from './probe-host';
import type { Probes } from './probes';
import { UserError } from './user-error';

/** Random z, pairs of neighbours, and held-out items. */
const COUNT = 512;
/** Training items among which the nearest is looked for. */
const REFERENCE = 4_096;
/** How far a neighbour lies, as a part of the spread of the codes along each axis. */
const NEIGHBOUR = 0.05;
/** Share of held-out items that count as near the training items. */
const NEAR = 0.5;
/** Items decoded at once: others get their turn in between. */
const PIECE = 64;

interface Asked {
  engine: Engine;
  source: DataSource;
  probes: Probes;
  seed: number;
  breathe: Breathe;
}

/**
 * How continuous and how complete a latent space is; docs/lenses.md defines both.
 * @throws UserError where nothing is decoded, or not to items of the data's size.
 */
export const latentQuality = async ({ engine, source, probes, seed, breathe }: Asked): Promise<LatentQuality> => {
  const { decoder } = probes.targets;
  const size = product(source.itemShape);
  if (!decoder)
    throw new UserError('This study has no decoder, so its latent space cannot be measured; add a Decoder.');
  if (product(decoder.itemShape) !== size)
    throw new UserError(
      `The decoder gives ${product(decoder.itemShape)} numbers an item and the data has ${size}, so they cannot be compared; set its output shape.`,
    );
  const { width } = decoder;
  const { step } = probes;
  const draw = (stream: string): Float32Array =>
    normal(new Float32Array(COUNT * width), { seed, stream: `latent-quality/${stream}`, step: 0 });
  const decode = async (z: Float32Array): Promise<Float32Array> => {
    const values = new Float32Array((z.length / width) * size);
    for (let from = 0; from * width < z.length; from += PIECE) {
      const part = z.slice(from * width, (from + PIECE) * width);
      values.set((await probes.decode(part, part.length / width)).values, from * size);
      await breathe();
    }
    return values;
  };

  const bases = await basesOf(probes, width, draw('base'));
  const sigma = spread(bases, width);
  const away = draw('neighbour');
  const neighbours = bases.map((value, i) => value + NEIGHBOUR * sigma[i % width] * away[i]);
  const rough = roughness(await decode(bases), await decode(neighbours), size);

  const nearest = await Nearest.among(engine, source.items('train', 0, REFERENCE).values, size);
  try {
    const near = quantile(await nearest.of(source.items('test', 0, COUNT).values, breathe), NEAR);
    const distances = await nearest.of(await decode(draw('prior')), breathe);
    return { roughness: rough, completeness: shareWithin(distances, near), near, count: bases.length / width, step };
  } finally {
    await nearest.release();
  }
};

/** Where neighbours are looked for: at the codes of held-out items, or where there are none at random z. */
const basesOf = async (probes: Probes, width: number, random: Float32Array): Promise<Float32Array> =>
  probes.targets.encoder?.width === width ? (await probes.encode('test', COUNT)).z : random;
