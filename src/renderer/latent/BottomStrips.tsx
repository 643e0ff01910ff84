import { TrainingTime } from '../lenses/time/TrainingTime';
import styles from './LatentLens.module.css';
import type { LatentParts } from './parts';
import { PathBar } from './path/PathBar';
import { useLatentView } from './view';

/** Under the plane: the film along the path, and the slider over training time. */
export function BottomStrips({ parts }: { parts: LatentParts }) {
  const path = useLatentView((view) => view.path);
  return (
    <>
      {parts.decodes && path && <PathBar parts={parts} path={path} />}
      <div className={styles.time}>
        <TrainingTime />
      </div>
    </>
  );
}
