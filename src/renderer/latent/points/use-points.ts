import { useMemo } from 'react';
import type { LatentColumn } from '../../../protocol/worker';
import type { AskedWeights } from '../../lenses/time/training-time';
import type { Split } from '../view';
import type { Collected } from './collector';
import { drawnSet, priorDraws, shownDraws } from './prior-draws';
import type { LatentModel } from './source';
import { useEncoded } from './use-encoded';

interface PointsOptions {
  model: LatentModel;
  split: Split;
  count: number;
  columns: readonly LatentColumn[];
  /** Seed of the draws, and the class that they are asked to be. */
  seed: number;
  label: number | null;
  asked: AskedWeights;
  visible: boolean;
}

/** The points of the plane: items of a split as they are encoded, or draws from the prior. */
export function usePoints({ model, split, count, columns, seed, label, asked, visible }: PointsOptions): Collected {
  const { width } = model;
  const drawn = model.source === 'prior';
  const encoded = useEncoded({
    channel: 'latent.points',
    split,
    count,
    columns,
    weights: asked.weights,
    weightsKey: asked.key,
    visible: visible && !drawn,
  });
  const draws = shownDraws(width, count);
  const z = useMemo(() => (drawn ? priorDraws(width, draws, seed) : null), [drawn, width, draws, seed]);
  const own = useMemo<Collected | null>(
    () => z && { set: drawnSet(z, width, seed, label), done: null, error: null },
    [z, width, seed, label],
  );
  return own ?? encoded;
}
