import { Link2, Link2Off } from 'lucide-react';
import { IconButton } from '../../components/Button';
import { Slider } from '../../components/Slider';
import { formatCount } from '../../format';
import { positionOf, stepAt } from '../../lenses/time/kept-steps';
import styles from './Twin.module.css';
import { type TwinTimes, useTwinTime } from './twin-time';

/** The slider over the training of the run beside: moved along with that of the lenses, or on its own. */
export function TwinTime({ times: { kept, step } }: { times: TwinTimes }) {
  const follows = useTwinTime((time) => time.follows);
  if (kept.length === 0) return null;
  const look = (position: number) => useTwinTime.setState({ follows: false, step: stepAt(kept, position) });
  return (
    <div className={styles.time}>
      <IconButton
        icon={follows ? Link2 : Link2Off}
        label={
          follows
            ? 'Follows the training time of the lenses; press to let it stay'
            : 'Stays where it is; press to follow the training time of the lenses'
        }
        size="small"
        pressed={follows}
        onClick={() => useTwinTime.setState({ follows: !follows, step })}
        testId="latent.twin.follow"
      />
      <Slider
        label="Training time of the run beside"
        value={positionOf(kept, step)}
        min={0}
        max={kept.length}
        step={1}
        onChange={look}
        valueText={step === null ? 'its newest weights' : `step ${formatCount(step)}`}
        testId="latent.twin.time"
      />
    </div>
  );
}
