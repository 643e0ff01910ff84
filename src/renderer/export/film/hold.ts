import { playPath, usePathHead } from '../../latent/path/head';
import { holdMotion } from '../../lenses/hooks/use-media';
import { everyStage } from '../../lenses/plane/stages';
import { lookAt, useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { usePosition } from '../../trajectory/view';
import { newestKept } from '../providers/training';

/**
 * Has the lenses stand still, so that only the film moves them: nothing plays or glides by itself, and a model that trains is
 * looked at as it was kept last, in a view that stays. Returns the way back to how they were.
 */
export function holdLenses(): () => void {
  const releases = [holdMotion(), holdPlaying(), holdWeights(), holdFraming()];
  return () => {
    for (const release of releases) release();
  };
}

/** One scale for all frames: what grows on the way is seen to grow. */
function holdFraming(): () => void {
  const releases = everyStage().map(({ stage }) => stage.framing.hold());
  return () => {
    for (const release of releases) release();
  };
}

function holdPlaying(): () => void {
  const position = usePosition.getState().playing;
  const head = usePathHead.getState().playing;
  if (position) usePosition.setState({ playing: false });
  if (head) playPath(false);
  return () => {
    if (position) usePosition.setState({ playing: true });
    if (head) playPath(true);
  };
}

function holdWeights(): () => void {
  const before = useTrainingTime.getState();
  const follows = useSession.getState().state === 'training' && before.step === null;
  lookAt(follows ? newestKept() : before.step);
  return () => useTrainingTime.setState(before);
}
