import { Segmented } from '../components/Segmented';
import { levelTitle } from './levels';
import styles from './SamplesLens.module.css';
import { freeze } from './view';

const NONE = 'none';

interface FreezeLevelProps {
  levels: readonly string[];
  frozen: string | null;
  /** Samples that have a frozen level in common, in words. */
  within: string;
}

/** Which level of latents samples have in common, for models with several. */
export function FreezeLevel({ levels, frozen, within }: FreezeLevelProps) {
  return (
    <>
      Freeze
      <Segmented
        label="Frozen level"
        value={frozen ?? NONE}
        options={[
          { id: NONE, label: 'none', help: 'Every sample has numbers of its own on every level.' },
          ...levels.map((level) => ({
            id: level,
            label: levelTitle(level),
            help: `${levelTitle(level)} is drawn once for ${within}; only the other levels differ.`,
          })),
        ]}
        onChange={(id) => freeze(id === NONE ? null : id)}
        testId="samples.freeze"
      />
      <span className={styles.note}>{frozen !== null && `one ${levelTitle(frozen)} for ${within}`}</span>
    </>
  );
}
