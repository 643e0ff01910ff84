import { Columns2 } from 'lucide-react';
import { PopoverButton } from '../../components/PopoverButton';
import { Select } from '../../components/Select';
import { formatCount } from '../../format';
import { formatStart } from '../../shell/format-start';
import { useProject } from '../../state/project';
import styles from './Twin.module.css';
import { chooseTwin, useTwin } from './twin';

/** Chooses another run of the project whose latent plane is to stand beside this one. */
export function TwinChoice({ own, narrow }: { own: string; narrow: boolean }) {
  const chosen = useTwin((twin) => twin.run);
  const runs = useProject((project) => project.runs);
  const others = runs.filter(({ run, step }) => run !== own && step > 0);
  const now = new Date();
  return (
    <PopoverButton
      label="Another model beside this one"
      text={narrow ? null : 'Beside'}
      icon={Columns2}
      testId="latent.twin.choice"
    >
      <div className={styles.choice}>
        <p className={styles.words}>
          {others.length === 0
            ? 'Another run of this project can stand beside this one, on the same items. There is no other run yet: change the graph and train again.'
            : 'The latent plane of another run, on the same items: what you select or point at in one plane shows in the other.'}
        </p>
        {others.length > 0 && (
          <Select
            label="Run"
            value={chosen ?? ''}
            options={[
              { value: '', label: 'none' },
              ...others.map(({ run, startedAt, step }) => ({
                value: run,
                label: `${formatStart(startedAt, now)} · step ${formatCount(step)}`,
              })),
            ]}
            onChange={(run) => chooseTwin(run === '' ? null : run)}
            testId="latent.twin.run"
          />
        )}
      </div>
    </PopoverButton>
  );
}
