import { Columns2, Dices, Layers } from 'lucide-react';
import type { DensityInfo, SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { PopoverButton } from '../components/PopoverButton';
import { Segmented } from '../components/Segmented';
import { Select } from '../components/Select';
import { Toggle } from '../components/Toggle';
import { formatCount } from '../format';
import { FitButton } from '../lenses/FitButton';
import { LensToolbar } from '../lenses/LensToolbar';
import { besides } from './choose';
import { COUNTS, changeDensityView, type DensityLayer, toggleDensityLayer, useDensityView } from './view';

const ALL = 'all';
const COUNT_OPTIONS = COUNTS.map((count) => ({ value: String(count), label: `${formatCount(count)} points` }));

interface DensityToolbarProps {
  info: SessionInfo;
  density: DensityInfo;
  /** Layers with their switches; absent where nothing can be switched. */
  layers?: readonly { id: DensityLayer; label: string }[];
  /** Whether another density may stand beside it. */
  pairs?: boolean;
  /** Shows everything again; absent where nothing can be panned. */
  onFit?: () => void;
}

/** Which density, beside which other, of which class, and what is drawn of it. */
export function DensityToolbar({ info, density, layers, pairs, onFit }: DensityToolbarProps) {
  return (
    <LensToolbar label="Density lens">
      <Densities info={info} density={density} pairs={pairs ?? false} />
      <ClassChoice info={info} density={density} />
      {layers && <ViewChoices density={density} layers={layers} />}
      {onFit && <FitButton onFit={onFit} testId="density.fit" />}
    </LensToolbar>
  );
}

export const otherSamples = (): void => changeDensityView({ seed: useDensityView.getState().seed + 1 });

function Densities({ info, density, pairs }: Pick<DensityToolbarProps, 'info' | 'density'> & { pairs: boolean }) {
  const chosen = useDensityView((view) => view.beside);
  const { densities } = info.probes;
  if (densities.length < 2) return null;
  const others = besides(info, density);
  const other = others.find(({ node }) => node === chosen);
  return (
    <>
      <Select
        label="Density"
        value={density.node}
        options={densities.map(({ node, title }) => ({ value: node, label: title }))}
        onChange={(node) => changeDensityView({ node, ...(node === chosen && { beside: density.node }) })}
        quiet
        testId="density.node"
      />
      {pairs && others.length > 0 && (
        <IconButton
          icon={Columns2}
          label={other ? 'One density alone' : `Beside it: ${others[0].title}`}
          size="small"
          pressed={other !== undefined}
          onClick={() => changeDensityView({ beside: other ? null : others[0].node })}
          testId="density.beside"
        />
      )}
      {other && others.length > 1 && (
        <Select
          label="Density beside it"
          value={other.node}
          options={others.map(({ node, title }) => ({ value: node, label: title }))}
          onChange={(node) => changeDensityView({ beside: node })}
          quiet
          testId="density.beside.node"
        />
      )}
    </>
  );
}

function ClassChoice({ info, density }: Pick<DensityToolbarProps, 'info' | 'density'>) {
  const label = useDensityView((view) => view.label);
  if (density.classes === 0) return null;
  const classes = Array.from({ length: density.classes }, (_, i) => ({
    value: String(i),
    label: info.data.classes[i] ?? `class ${i + 1}`,
  }));
  return (
    <Select
      label="Class"
      value={label === null || label >= density.classes ? ALL : String(label)}
      options={[{ value: ALL, label: 'all classes' }, ...classes]}
      onChange={(value) => changeDensityView({ label: value === ALL ? null : Number(value) })}
      quiet
      testId="density.class"
    />
  );
}

function ViewChoices({ density, layers }: Required<Pick<DensityToolbarProps, 'density' | 'layers'>>) {
  const view = useDensityView();
  const hidden = layers.filter(({ id }) => !view[id]).length;
  const text = hidden > 0 ? `${layers.length - hidden} of ${layers.length}` : 'Layers';
  return (
    <PopoverButton label={hidden > 0 ? `Layers, ${text} on` : text} text={text} icon={Layers} testId="density.layers">
      <Segmented
        label="What is shown of it"
        value={view.scale}
        options={[
          { id: 'p', label: 'p' },
          { id: 'log', label: 'log p' },
        ]}
        onChange={(scale) => changeDensityView({ scale })}
        testId="density.scale"
      />
      {layers.map(({ id, label }) => (
        <Toggle
          key={id}
          label={label}
          checked={view[id]}
          onChange={() => toggleDensityLayer(id)}
          testId={`density.layer.${id}`}
        />
      ))}
      <Select
        label="Number of points"
        value={String(view.count)}
        options={COUNT_OPTIONS}
        onChange={(count) => changeDensityView({ count: Number(count) })}
        testId="density.count"
      />
      {density.sampler !== null && view.samples && (
        <Button size="small" icon={Dices} onClick={otherSamples} testId="density.seed">
          Draw others
        </Button>
      )}
    </PopoverButton>
  );
}
