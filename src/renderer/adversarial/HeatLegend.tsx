import type { AdversarialInfo } from '../../protocol/worker';
import { formatNumber } from '../format';
import { cssColour } from '../lenses/colour/rgb';
import styles from './AdversarialLens.module.css';
import type { ScoreRange, SideColours } from './colours';

interface HeatLegendProps {
  range: ScoreRange;
  colours: SideColours;
  scale: AdversarialInfo['scale'];
}

/** What the colours of the heat map and the shapes of the points mean. */
export function HeatLegend({ range, colours, scale }: HeatLegendProps) {
  const gradient = [colours.fakeGround, colours.middle, colours.realGround]
    .map((colour) => cssColour(colour))
    .join(', ');
  const text = (score: number) => (scale === 'probability' ? String(score) : formatNumber(score, 2));
  return (
    <div className={styles.legend} data-in-picture data-testid="adversarial.legend">
      <div className={styles.sides}>
        <span className={styles.side}>
          <span className={styles.diamond} style={{ background: cssColour(colours.fake) }} aria-hidden /> generated
        </span>
        <span className={styles.side}>
          <span className={styles.disc} style={{ background: cssColour(colours.real) }} aria-hidden /> real
        </span>
      </div>
      <div className={styles.bar} style={{ background: `linear-gradient(to right, ${gradient})` }}>
        <span>{text(range.low)}</span>
        <span>{text(range.middle)}</span>
        <span>{text(range.high)}</span>
      </div>
    </div>
  );
}
