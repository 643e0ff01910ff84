import { useRoving } from '../../components/use-roving';
import { formatCount, formatNumber } from '../../format';
import { cssColour } from '../../lenses/colour/rgb';
import { viridis } from '../../lenses/colour/viridis';
import { selectItems } from '../brush/selection';
import type { EncodedSet } from '../points/collector';
import styles from './ColourBar.module.css';
import { colourName } from './colour-by';
import type { Colouring } from './use-colouring';

const PARTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const colourOfPart = (part: number) => ({ background: cssColour(viridis((part + 0.5) / PARTS.length)) });

/** The range of colours with its numbers. Each part selects the items with this colour; arrow keys go from part to part. */
export function ColourBar({ set, colouring }: { set: EncodedSet; colouring: Colouring }) {
  const { by, values, range, since } = colouring;
  const roving = useRoving(PARTS.length);
  if (!values || !range) return null;
  const [low, high] = range;
  const border = (part: number) => low + ((high - low) * part) / PARTS.length;
  /** The outer parts also take what lies outside the range. */
  const select = (part: number, add: boolean) => {
    const from = part === 0 ? Number.NEGATIVE_INFINITY : border(part);
    const to = part === PARTS.length - 1 ? Number.POSITIVE_INFINITY : border(part + 1);
    selectItems(set.split, indicesBetween(values, from, to), add ? 'add' : 'replace');
  };
  return (
    <fieldset
      className={styles.bar}
      aria-label={colourName(by)}
      data-in-picture
      {...roving.list}
      data-testid="latent.colour.bar"
    >
      <span className={styles.name}>
        {colourName(by)}
        {since !== null && <small> since step {formatCount(since)}</small>}
      </span>
      <span className={styles.parts}>
        {PARTS.map((part) =>
          set.split === 'prior' ? (
            <span key={part} className={styles.part} style={colourOfPart(part)} />
          ) : (
            <button
              key={part}
              type="button"
              className={styles.part}
              style={colourOfPart(part)}
              aria-label={`Select items from ${formatNumber(border(part), 3)} to ${formatNumber(border(part + 1), 3)}`}
              tabIndex={roving.tabIndex(part)}
              title={`${formatNumber(border(part), 3)} to ${formatNumber(border(part + 1), 3)}. Click selects these items, Shift-click adds them.`}
              onClick={(event) => select(part, event.shiftKey)}
              data-testid={`latent.colour.part.${part}`}
            />
          ),
        )}
      </span>
      <span className={styles.numbers}>
        <span>{formatNumber(low, 3)}</span>
        <span>{formatNumber(high, 3)}</span>
      </span>
    </fieldset>
  );
}

function indicesBetween(values: Float32Array, from: number, to: number): Uint32Array {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] >= from && values[i] < to) found.push(i);
  return Uint32Array.from(found);
}
