import { Dices, Layers } from 'lucide-react';
import { IconButton } from '../components/Button';
import { PopoverButton } from '../components/PopoverButton';
import { Select } from '../components/Select';
import { Toggle } from '../components/Toggle';
import { formatCount } from '../format';
import { FitButton } from '../lenses/FitButton';
import { LensToolbar } from '../lenses/LensToolbar';
import { COUNTS, changeAdversarialView, type LayerName, toggleLayer, useAdversarialView } from './view';

interface AdversarialToolbarProps {
  layers: readonly { id: LayerName; label: string }[];
  /** Shows everything again; absent where nothing can be panned. */
  onFit?: () => void;
}

const COUNT_OPTIONS = COUNTS.map((count) => ({ value: String(count), label: `${formatCount(count)} points` }));

/** Layers with their switches, how many points, and from which noise. */
export function AdversarialToolbar({ layers, onFit }: AdversarialToolbarProps) {
  const view = useAdversarialView();
  const hidden = layers.filter(({ id }) => !view[id]).length;
  // As long as the word: a button that grew would push the others into a second row.
  const layersText = hidden > 0 ? `${layers.length - hidden} of ${layers.length}` : 'Layers';
  return (
    <LensToolbar label="Adversarial lens">
      <PopoverButton
        label={hidden > 0 ? `Layers, ${layersText} on` : layersText}
        text={layersText}
        icon={Layers}
        testId="adversarial.layers"
      >
        {layers.map(({ id, label }) => (
          <Toggle
            key={id}
            label={label}
            checked={view[id]}
            onChange={() => toggleLayer(id)}
            testId={`adversarial.layer.${id}`}
          />
        ))}
      </PopoverButton>
      <Select
        label="Number of points"
        value={String(view.count)}
        options={COUNT_OPTIONS}
        onChange={(count) => changeAdversarialView({ count: Number(count) })}
        quiet
        testId="adversarial.count"
      />
      <IconButton
        icon={Dices}
        label="Generated points from other noise"
        keys="N"
        size="small"
        onClick={() => changeAdversarialView({ seed: view.seed + 1 })}
        testId="adversarial.noise"
      />
      {onFit && <FitButton onFit={onFit} />}
    </LensToolbar>
  );
}
