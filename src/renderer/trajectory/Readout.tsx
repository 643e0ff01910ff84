import { formatCount, formatFixed } from '../format';
import styles from './Readout.module.css';
import type { FollowedTrajectory } from './use-trajectory';

/** Numbers about the trajectory: how many, evaluations of the network, straightness, and whose weights. */
export function Readout({ followed, what }: { followed: FollowedTrajectory; what: string }) {
  const { trajectory, straightness } = followed;
  if (!trajectory) return <output className={styles.readout}>Sampling…</output>;
  return (
    <output className={styles.readout} data-testid="trajectory.readout">
      <span>
        {formatCount(trajectory.count)} {what}
      </span>
      <span title="Evaluations of the network for one sample; an Euler step takes one.">
        NFE {formatCount(trajectory.predOriginal.length / (trajectory.samples.length / (trajectory.steps + 1)))}
      </span>
      <span title="Mean of ‖x₀ − x₁‖ over the length of the path; 1 is a straight line.">
        straightness {formatFixed(straightness, 3)}
      </span>
      <span>step {formatCount(trajectory.step)}</span>
    </output>
  );
}
