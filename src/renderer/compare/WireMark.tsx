import { middleOf, type Piece, pathText } from '../editor/wire-path';
import { useProject } from '../state/project';
import styles from './Compare.module.css';
import { useCompare } from './state';

/** Along a wire that the other document has not: a broad band under it and a plus beside its middle. */
export function WireMark({ id, pieces }: { id: string; pieces: readonly Piece[] }) {
  const place = useProject((state) => state.place);
  const added = useCompare(({ marks }) => marks.get(place)?.addedWires.has(id) ?? false);
  if (!added) return null;
  const { x, y } = middleOf(pieces);
  const above = y - SIGN;
  return (
    <g className={styles.newWire} data-testid={`compare.new.${id}`}>
      <path d={pathText(pieces)} />
      <circle cx={x} cy={above} r={7} />
      <path className={styles.plus} d={`M ${x - ARM} ${above} h ${2 * ARM} M ${x} ${above - ARM} v ${2 * ARM}`} />
    </g>
  );
}

/** How far above the wire its sign stands (the shape is on it), and half the width of the plus. */
const SIGN = 15;
const ARM = 3.5;
