import { useMemo, useState } from 'react';
import { formatCount, formatNumber } from '../../format';
import { histogram, ofUnit, unitsOf } from './histogram';
import styles from './Output.module.css';
import type { OutputPart } from './pictures';
import { Stepper } from './Stepper';

const [WIDTH, HEIGHT] = [288, 150];

/** Distribution of all numbers or of those of one unit, with mean and standard deviation. */
export function OutputHistogram({ part }: { part: OutputPart }) {
  const units = unitsOf(part.shape);
  const [chosen, setUnit] = useState<number | null>(null);
  const unit = chosen !== null && chosen < units ? chosen : null;
  const found = useMemo(() => histogram(unit === null ? part.values : ofUnit(part, unit)), [part, unit]);
  const { bins, low, high, mean, std, count, notFinite } = found;
  const x = (value: number): number => ((value - low) / (high - low)) * WIDTH;
  const words = `mean ${formatNumber(mean, 4)}, standard deviation ${formatNumber(std, 4)}`;
  return (
    <div className={styles.body}>
      <svg
        className={styles.histogram}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram of ${count} numbers from ${formatNumber(low, 3)} to ${formatNumber(high, 3)}: ${words}`}
        data-testid="output.histogram"
        data-mean={mean}
        data-std={std}
      >
        {count > 0 && (
          <rect
            className={styles.sigma}
            x={Math.max(0, x(mean - std))}
            width={Math.max(0, Math.min(WIDTH, x(mean + std)) - Math.max(0, x(mean - std)))}
            y={0}
            height={HEIGHT}
          />
        )}
        <path d={bars(bins)} />
        {count > 0 && <line className={styles.mean} x1={x(mean)} x2={x(mean)} y1={0} y2={HEIGHT} />}
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>{formatNumber(low, 3)}</span>
        <span>{formatNumber(high, 3)}</span>
      </div>
      <dl className={styles.figures}>
        <Figure name="mean" value={formatNumber(mean, 4)} />
        <Figure name="σ" value={formatNumber(std, 4)} />
        <Figure name="numbers" value={formatCount(count)} />
        {notFinite > 0 && <Figure name="not finite" value={formatCount(notFinite)} />}
      </dl>
      {units > 1 && (
        <div className={styles.foot}>
          <Stepper
            name={part.shape.length > 3 ? 'Channel' : 'Unit'}
            value={unit}
            count={units}
            all={`All ${formatCount(units)} ${part.shape.length > 3 ? 'channels' : 'units'}`}
            onChange={setUnit}
          />
        </div>
      )}
    </div>
  );
}

/** Outline of the bars, the tallest a little lower than the picture. */
const bars = (bins: readonly number[]): string => {
  const tallest = Math.max(1, ...bins);
  const width = WIDTH / bins.length;
  return bins
    .map((count, i) => {
      const height = (count / tallest) * (HEIGHT - 8);
      return `M${i * width} ${HEIGHT}v${-height}h${width - 0.8}v${height}z`;
    })
    .join('');
};

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
