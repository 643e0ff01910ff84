import { Dices } from 'lucide-react';
import { IconButton } from '../components/Button';
import { NumberField } from '../components/NumberField';
import { Select } from '../components/Select';
import { formatCount } from '../format';
import shared from '../lenses/lens.module.css';
import { mostDraws, shownDraws } from './points/prior-draws';
import styles from './ViewMenu.module.css';
import { changeLatentView, countChoices, useLatentView } from './view';

/** Which draws from the prior are shown, for models without an encoder. */
export function DrawsMenu({ width }: { width: number }) {
  const { count, seed } = useLatentView();
  return (
    <>
      <div className={styles.row}>
        <span className={shared.label}>Draws</span>
        <Select
          label="Number of draws"
          value={String(shownDraws(width, count))}
          options={countChoices(mostDraws(width)).map((each) => ({ value: String(each), label: formatCount(each) }))}
          onChange={(chosen) => changeLatentView({ count: Number(chosen) })}
          testId="latent.items"
        />
      </div>
      <div className={styles.row}>
        <span className={shared.label}>Seed</span>
        <span className={styles.row}>
          <IconButton
            icon={Dices}
            label="Draw others"
            size="small"
            onClick={() => changeLatentView({ seed: (seed + 1) % 1_000_000 })}
            testId="latent.draws.other"
          />
          <NumberField
            label="Seed"
            value={seed}
            min={0}
            max={999_999}
            integer
            width={90}
            onChange={(chosen) => changeLatentView({ seed: chosen })}
            testId="latent.draws.seed"
          />
        </span>
      </div>
      <p className={styles.help}>
        Points are z ~ N(0, I): without an encoder, data has no places here.
        {width > 2 && ' A click on one sets the sliders to it, so that the plane goes through it.'}
      </p>
    </>
  );
}
