import { classes as join } from '../components/classes';
import { useRoving } from '../components/use-roving';
import { formatCount } from '../format';
import { labelColour } from '../lenses/colour/labels';
import { cssColour } from '../lenses/colour/rgb';
import { selectItems } from './brush/selection';
import type { ClassSummary } from './classes';
import styles from './Legend.module.css';
import type { EncodedSet } from './points/collector';
import { changeLatentView, toggleIsolated, useLatentView } from './view';

interface LegendProps {
  classes: readonly ClassSummary[];
  names: readonly string[];
  set: EncodedSet | null;
}

/** The classes with their colours; a click singles one out, more clicks more of them. */
export function Legend({ classes, names, set }: LegendProps) {
  const isolated = useLatentView((view) => view.isolated);
  const roving = useRoving(classes.length);
  if (classes.length < 2) return null;
  return (
    <fieldset className={styles.legend} aria-label="Classes" {...roving.list}>
      <div className={styles.classes} data-in-picture>
        {classes.map(({ label, count }, index) => (
          <button
            key={label}
            type="button"
            tabIndex={roving.tabIndex(index)}
            className={join(styles.entry, isolated.size > 0 && !isolated.has(label) && styles.faded)}
            aria-pressed={isolated.has(label)}
            title={`${formatCount(count)} points. Click to single out.`}
            onClick={() => toggleIsolated(label)}
            data-testid={`latent.class.${label}`}
          >
            <span className={styles.swatch} style={{ background: cssColour(labelColour(label)) }} aria-hidden />
            {names[label] ?? label}
          </button>
        ))}
        {isolated.size > 0 && (
          <div className={styles.actions} data-in-picture="no">
            <button type="button" className={styles.entry} onClick={() => changeLatentView({ isolated: new Set() })}>
              Show all
            </button>
            {set && (
              <button
                type="button"
                className={styles.entry}
                onClick={() => selectItems(set.split, itemsOf(set.labels, isolated))}
                data-testid="latent.class.select"
              >
                Select
              </button>
            )}
          </div>
        )}
      </div>
    </fieldset>
  );
}

function itemsOf(labels: Uint8Array, classes: ReadonlySet<number>): Uint32Array {
  const found = new Uint32Array(labels.length);
  let n = 0;
  labels.forEach((label, i) => {
    if (classes.has(label)) found[n++] = i;
  });
  return found.slice(0, n);
}
