import { RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { formatFixed } from '../format';
import shared from '../lenses/lens.module.css';
import { useProbe } from '../lenses/probe/use-probe';
import { pictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { useSession } from '../state/session';
import type { PlaneAxes } from './axes';
import styles from './Traversal.module.css';
import { changeLatentView } from './view';

interface TraversalProps {
  info: SessionInfo;
  axes: PlaneAxes;
  base: readonly number[];
  visible: boolean;
}

/** Standard deviations of the prior that a slider reaches each way. */
const REACH = 3;

/** One slider for each number in z, and what the decoder makes of them together. The plane keeps to them in all other dimensions. */
export function Traversal({ info, axes, base, visible }: TraversalProps) {
  const weights = useSession((session) => session.weightsVersion);
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const { value } = useProbe({
    query: visible ? base : null,
    key: `${base.join()} ${weights}`,
    urgent: true,
    ask: (client, z) =>
      client.request('probe.decode', { channel: 'latent.traversal', z: Float32Array.from(z), count: 1 }),
  });
  const set = (dimension: number, to: number) =>
    changeLatentView({ base: base.map((before, i) => (i === dimension ? to : before)) });

  return (
    <section className={styles.traversal} aria-label="Traversal">
      <div className={styles.head}>
        {value && shape && (
          <TileCanvas
            values={value.values}
            count={1}
            shape={shape}
            columns={1}
            room={84}
            label="Decoded at the sliders"
            testId="latent.traversal"
          />
        )}
        <IconButton
          icon={RotateCcw}
          label="Set all sliders to zero"
          size="small"
          onClick={() => changeLatentView({ base: [] })}
        />
      </div>
      <ol className={styles.sliders}>
        {base
          .map((value, dimension) => ({ value, dimension }))
          .map(({ value, dimension }) => (
            <li key={dimension} className={styles.row}>
              <span className={shared.number}>{dimension + 1}</span>
              <Slider
                label={`z ${dimension + 1}${role(dimension, axes)}`}
                value={value}
                min={-REACH}
                max={REACH}
                step={0.05}
                onChange={(to) => set(dimension, to)}
              />
              <span className={styles.value}>{formatFixed(value, 2)}</span>
            </li>
          ))}
      </ol>
    </section>
  );
}

const role = (dimension: number, axes: PlaneAxes): string =>
  dimension === axes.x ? ', across the plane' : dimension === axes.y ? ', up the plane' : '';
