import { Axis3d } from 'lucide-react';
import { NumberField } from '../../components/NumberField';
import { PopoverButton } from '../../components/PopoverButton';
import { Segmented } from '../../components/Segmented';
import { Select } from '../../components/Select';
import { Slider } from '../../components/Slider';
import { formatCount, formatFixed } from '../../format';
import shared from '../../lenses/lens.module.css';
import { fittingAxes, type PlaneAxes, subscript, thirdAxis } from '../axes';
import type { PointSource } from '../points/source';
import { changeLatentView, useLatentView } from '../view';
import styles from './LayoutMenu.module.css';
import {
  type LayoutMethod,
  type LayoutOptions,
  METHOD_NAMES,
  possibleDimensions,
  possibleLayout,
  SAMPLE,
} from './options';

const METHODS: readonly { id: LayoutMethod; label: string }[] = [
  { id: 'axes', label: METHOD_NAMES.axes },
  { id: 'pca', label: METHOD_NAMES.pca },
  { id: 'umap', label: METHOD_NAMES.umap },
  { id: 'tsne', label: METHOD_NAMES.tsne },
];
const HELP: Readonly<Record<LayoutMethod, string>> = {
  axes: 'Numbers of z as they are. The other numbers are where the traversal sliders stand.',
  pca: 'The directions in which z varies most. Distances keep their meaning; every place decodes exactly.',
  umap: `Keeps near items near; distances between groups mean little. ${formatCount(SAMPLE.umap)} items settle, the others stand by their nearest of them.`,
  tsne: `Draws groups apart; their sizes and distances mean little. ${formatCount(SAMPLE.tsne)} items settle, the others stand by their nearest of them.`,
};
const DIMENSIONS = [
  { id: '2', label: 'Plane', help: 'Two dimensions' },
  { id: '3', label: 'Room', help: 'Three dimensions, to be turned' },
] as const;

interface LayoutMenuProps {
  source: PointSource;
  width: number;
  narrow: boolean;
}

/** How z becomes places: method, dimensions and what else there is to choose. */
export function LayoutMenu({ source, width, narrow }: LayoutMenuProps) {
  const options = possibleLayout(
    useLatentView((view) => view.layout),
    source,
  );
  const dimensions = possibleDimensions(options, width);
  const name = `${METHOD_NAMES[options.method]}${dimensions === 3 ? ' 3-D' : ''}`;
  return (
    <PopoverButton label={`Layout: ${name}`} text={narrow ? null : name} icon={Axis3d} testId="latent.layout">
      <LayoutChoices source={source} width={width} options={options} dimensions={dimensions} />
    </PopoverButton>
  );
}

interface ChoicesProps {
  source: PointSource;
  width: number;
  options: LayoutOptions;
  dimensions: 2 | 3;
}

function LayoutChoices({ source, width, options, dimensions }: ChoicesProps) {
  const change = (part: Partial<LayoutOptions>) => changeLatentView({ layout: { ...options, ...part } });
  const room = possibleDimensions({ ...options, dimensions: 3 }, width) === 3;
  return (
    <div className={styles.menu}>
      {source === 'data' && (
        <Segmented
          label="Method"
          value={options.method}
          options={METHODS}
          onChange={(method) => change({ method })}
          testId="latent.layout.method"
        />
      )}
      <p className={styles.help}>{HELP[options.method]}</p>
      {room && (
        <Segmented
          label="Dimensions"
          value={dimensions === 3 ? '3' : '2'}
          options={DIMENSIONS}
          onChange={(id) => change({ dimensions: id === '3' ? 3 : 2 })}
          testId="latent.layout.dimensions"
        />
      )}
      {options.method === 'axes' && width > 2 && <AxisChoice width={width} dimensions={dimensions} />}
      {options.method === 'umap' && (
        <>
          <Parameter
            name="Neighbours"
            help="Few show fine structure, many the large shape (n_neighbors)."
            value={options.neighbours}
            min={3}
            max={100}
            step={1}
            text={String(options.neighbours)}
            onChange={(neighbours) => change({ neighbours })}
            testId="latent.layout.neighbours"
          />
          <Parameter
            name="Distance"
            help="How closely near items may be packed (min_dist)."
            value={options.minDist}
            min={0}
            max={0.99}
            step={0.01}
            text={formatFixed(options.minDist, 2)}
            onChange={(minDist) => change({ minDist })}
            testId="latent.layout.distance"
          />
        </>
      )}
      {options.method === 'tsne' && (
        <Parameter
          name="Perplexity"
          help="About how many near neighbours each item has."
          value={options.perplexity}
          min={5}
          max={100}
          step={1}
          text={String(options.perplexity)}
          onChange={(perplexity) => change({ perplexity })}
          testId="latent.layout.perplexity"
        />
      )}
      {(options.method === 'umap' || options.method === 'tsne') && (
        <div className={styles.row}>
          <span className={shared.label}>Seed</span>
          <NumberField
            label="Seed"
            value={options.seed}
            min={0}
            max={999_999}
            integer
            width={90}
            onChange={(seed) => change({ seed })}
            testId="latent.layout.seed"
          />
        </div>
      )}
    </div>
  );
}

interface ParameterProps {
  name: string;
  help: string;
  value: number;
  min: number;
  max: number;
  step: number;
  text: string;
  onChange(value: number): void;
  testId: string;
}

function Parameter({ name, help, value, min, max, step, text, onChange, testId }: ParameterProps) {
  return (
    <div>
      <div className={styles.row}>
        <span className={shared.label}>{name}</span>
        <Slider
          label={`${name}. ${help}`}
          value={value}
          min={min}
          max={max}
          step={step}
          onChange={onChange}
          valueText={text}
          testId={testId}
        />
        <span className={styles.value}>{text}</span>
      </div>
      <p className={styles.help}>{help}</p>
    </div>
  );
}

const NAMES = [
  ['x', 'Dimension across'],
  ['y', 'Dimension up'],
  ['z', 'Dimension into the depth'],
] as const;

function AxisChoice({ width, dimensions }: { width: number; dimensions: 2 | 3 }) {
  const axes = fittingAxes(
    useLatentView((view) => view.axes),
    width,
  );
  const shown = { ...axes, z: thirdAxis(axes, width) };
  const options = Array.from({ length: width }, (_, i) => ({ value: String(i), label: `z${subscript(i + 1)}` }));
  return (
    <div className={styles.chosen}>
      {NAMES.slice(0, dimensions).map(([axis, label]) => (
        <Select
          key={axis}
          label={label}
          value={String(shown[axis])}
          options={options}
          onChange={(value) => changeLatentView({ axes: chosenAxes(shown, axis, Number(value)) })}
          testId={`latent.axis.${axis}`}
        />
      ))}
    </div>
  );
}

/** Choosing the dimension that another axis shows swaps the two. */
export function chosenAxes(axes: Required<PlaneAxes>, axis: keyof PlaneAxes, dimension: number): Required<PlaneAxes> {
  const next = { ...axes, [axis]: dimension };
  for (const [other] of NAMES) if (other !== axis && axes[other] === dimension) next[other] = axes[axis];
  return next;
}
