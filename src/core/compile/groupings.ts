/** Groups that nodes put items into, as something that may be told of encoded items. */
import type { Clusters } from '../catalogue/types';
import { cast, reshape, sizeOf, type Tensor } from '../tensor';
import type { Trace } from './trace';

/** The nearest centre, or the likeliest component of a mixture. */
export type GroupColumn = 'cluster' | 'component';

/** Items as an encoder takes them, and its code. */
interface Encoded {
  itemShape: readonly number[];
  width: number;
}

interface Grouping {
  column: GroupColumn;
  clusters: Clusters;
  itemShape: readonly number[];
  /** Whether it groups codes rather than items. */
  latent: boolean;
}

const groupings = ({ contexts }: Trace): Grouping[] =>
  [...contexts.values()].flatMap(({ definition, context }): Grouping[] => {
    const probe = definition.probe?.(context);
    if (probe?.role !== 'cluster' && probe?.role !== 'density') return [];
    const { itemShape, clusters } = probe;
    if (!clusters) return [];
    const latent = context.optionalInput('x')?.kind === 'latent';
    return [{ column: probe.role === 'cluster' ? 'cluster' : 'component', clusters, itemShape, latent }];
  });

const fitting = (traced: Trace, { itemShape, width }: Encoded): Grouping[] =>
  groupings(traced).filter((each) => sizeOf(each.itemShape) === (each.latent ? width : sizeOf(itemShape)));

/** What can be told of the items of an encoder. */
export const groupColumns = (traced: Trace, encoded: Encoded): GroupColumn[] => [
  ...new Set(fitting(traced, encoded).map(({ column }) => column)),
];

/** The group of each item x with code z (n) float32, from 0; undefined where no node tells. */
export const groupOf = (
  traced: Trace,
  encoded: Encoded,
  column: GroupColumn,
  { x, z }: { x: Tensor; z: Tensor },
): Tensor | undefined => {
  const found = fitting(traced, encoded).find((each) => each.column === column);
  if (!found) return undefined;
  const given = found.latent ? z : x;
  return cast(found.clusters.assign(reshape(given, [given.shape[0], ...found.itemShape])), 'float32');
};
