import type { DensityInfo } from '../../protocol/worker';
import { sideColours } from '../adversarial/colours';
import { classes } from '../components/classes';
import { formatNumber } from '../format';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { densityGradient } from './colours';
import styles from './DensityLens.module.css';
import { type ColourRange, integralText, type Reading } from './reading';
import { useDensityView } from './view';

interface DensityLegendProps {
  density: DensityInfo;
  range: ColourRange;
  reading: Reading;
}

/** What points mean. */
export function Sides({ density }: Pick<DensityLegendProps, 'density'>) {
  const { real, fake } = sideColours(useTheme().light);
  const { data, samples } = useDensityView();
  return (
    <>
      {data && (
        <span className={styles.side}>
          <span className={styles.disc} style={{ background: cssColour(real) }} aria-hidden /> held-out
        </span>
      )}
      {samples && density.sampler !== null && (
        <span className={styles.side}>
          <span className={styles.diamond} style={{ background: cssColour(fake) }} aria-hidden /> drawn
        </span>
      )}
    </>
  );
}

/** How much probability the picture holds. */
export function Integral({ density, reading }: Pick<DensityLegendProps, 'density' | 'reading'>) {
  const unnormalised = density.kind === 'unnormalised';
  return (
    <span
      className={styles.number}
      title={
        unnormalised
          ? 'The model knows its density up to a constant; here the constant is such that this picture holds 1.'
          : 'The sum of p over the cells of this picture: 1 where all of the density is in sight and no part is finer than a cell.'
      }
      data-integral={reading.integral}
      data-testid="density.integral"
    >
      {unnormalised ? '∫ p set to 1 here' : `∫ p = ${integralText(reading.integral)}`}
    </span>
  );
}

/** What colours, points and lines mean, and how much probability the picture holds. */
export function DensityLegend({ density, range, reading }: DensityLegendProps) {
  const theme = useTheme();
  const view = useDensityView();
  return (
    <div className={styles.legend} data-in-picture data-testid="density.legend">
      <Sides density={density} />
      {view.contours && <span className={styles.words}>lines hold 50, 80, 95 %</span>}
      {view.heat && (
        <div className={styles.ramp}>
          <span>{range.scale === 'p' ? 'p' : 'log p'}</span>
          <span className={classes(styles.number, styles.low)}>{formatNumber(range.low, 2)}</span>
          <span className={styles.bar} style={{ background: densityGradient(theme.light) }} aria-hidden />
          <span className={styles.number}>{formatNumber(range.high, 3)}</span>
        </div>
      )}
      <Integral density={density} reading={reading} />
    </div>
  );
}
