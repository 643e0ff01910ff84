import type { SessionInfo } from '../../../protocol/worker';
import { Select } from '../../components/Select';
import shared from '../../lenses/lens.module.css';
import type { LatentModel } from '../points/source';
import styles from '../ViewMenu.module.css';
import { changeLatentView, useLatentView } from '../view';
import { type ColourBy, colourOf, colourWords } from './colour-by';

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

const DRAWS_HELP: Readonly<Record<string, string>> = {
  label: 'Draws of z have no class of their own; what they become is asked for.',
  distance: 'Length of z. Draws lie near √width, on a shell that is thin where z is wide.',
};

/** What the colours tell. */
export function ColourMenu({ info, model }: { info: SessionInfo; model: LatentModel }) {
  const { source, width } = model;
  const by = colourOf(
    useLatentView((view) => view.colourBy),
    source,
  );
  const help = source === 'prior' ? DRAWS_HELP : HELP;
  const axes = Array.from({ length: Math.min(width, MOST_AXES) }, (_, k): ColourBy => `z${k}`);
  const columns = info.probes.encode?.columns ?? [];
  const moved: ColourBy[] = source === 'data' ? ['moved'] : [];
  const choices: ColourBy[] = ['label', ...columns, 'distance', ...moved, ...axes];
  return (
    <>
      <div className={styles.row}>
        <span className={shared.label}>Colour by</span>
        <Select
          label="Colour by"
          value={by}
          options={choices.map((value) => ({ value, label: colourWords(value, model) }))}
          onChange={(colourBy) => changeLatentView({ colourBy })}
          testId="latent.colour.by"
        />
      </div>
      <p className={styles.help}>{help[by] ?? 'One of the numbers in z.'}</p>
    </>
  );
}
