import type { SessionInfo } from '../../../protocol/worker';
import { Select } from '../../components/Select';
import shared from '../../lenses/lens.module.css';
import styles from '../ViewMenu.module.css';
import { changeLatentView, useLatentView } from '../view';
import { type ColourBy, colourName } from './colour-by';

/** Latent numbers that have a line in the list. */
const MOST_AXES = 64;

const HELP: Readonly<Record<string, string>> = {
  label: 'The class of each item. A click in the legend singles one out.',
  reconstruction_error:
    'How far what is decoded from an item’s own z lies from the item: what the model cannot tell yet.',
  posterior_std:
    'How sure the encoder is of z, as the mean standard deviation. Small: it is used; near 1: it is the prior.',
  cluster: 'The nearest centre of K-means: groups found without labels.',
  component: 'The component of the mixture that most likely made the item: groups found without labels.',
  distance: 'Length of z. Samples of a prior as wide as z seldom lie farther out than √width + 2.',
  moved: 'How far each item has moved in z since the first weights that the run kept: what training has taken apart.',
};

/** What the colours tell. */
export function ColourMenu({ info, width }: { info: SessionInfo; width: number }) {
  const by = useLatentView((view) => view.colourBy);
  const columns = info.probes.encode?.columns ?? [];
  const axes = Array.from({ length: Math.min(width, MOST_AXES) }, (_, k): ColourBy => `z${k}`);
  const choices: ColourBy[] = ['label', ...columns, 'distance', 'moved', ...axes];
  return (
    <>
      <div className={styles.row}>
        <span className={shared.label}>Colour by</span>
        <Select
          label="Colour by"
          value={by}
          options={choices.map((value) => ({ value, label: colourName(value) }))}
          onChange={(colourBy) => changeLatentView({ colourBy })}
          testId="latent.colour.by"
        />
      </div>
      <p className={styles.help}>{HELP[by] ?? 'One of the numbers in z.'}</p>
    </>
  );
}
