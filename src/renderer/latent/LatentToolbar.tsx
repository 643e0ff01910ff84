import { Grid3x3, Maximize, Spline } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { Select } from '../components/Select';
import { formatCount } from '../format';
import { reducedMotion } from '../lenses/hooks/use-media';
import { LensToolbar } from '../lenses/LensToolbar';
import type { PlaneStage } from '../lenses/plane/stage';
import type { PlaneAxes } from './axes';
import { type ClassSummary, farthestClasses } from './classes';
import { COUNTS, changeLatentView, type Segment, type Split, useLatentView } from './view';

interface LatentToolbarProps {
  info: SessionInfo;
  width: number;
  axes: PlaneAxes;
  decodes: boolean;
  classes: readonly ClassSummary[];
  stage: PlaneStage | null;
}

const SPLITS: readonly { value: Split; label: string }[] = [
  { value: 'test', label: 'test' },
  { value: 'train', label: 'train' },
];
export function LatentToolbar({ info, width, axes, decodes, classes, stage }: LatentToolbarProps) {
  const view = useLatentView();
  return (
    <LensToolbar label="Latent lens">
      <Select
        label="Items shown"
        value={view.split}
        options={SPLITS}
        onChange={(split) => changeLatentView({ split })}
        quiet
        testId="latent.split"
      />
      <Select
        label="Number of items"
        value={String(view.count)}
        options={COUNTS.map((count) => ({ value: String(count), label: countLabel(count, info.data[view.split]) }))}
        onChange={(count) => changeLatentView({ count: Number(count) })}
        quiet
        testId="latent.items"
      />
      {width > 2 && <AxisSelectors width={width} axes={axes} />}
      {decodes && (
        <>
          <Button
            icon={Grid3x3}
            size="small"
            variant="ghost"
            pressed={view.manifold}
            tooltip="Decode a grid of places under the points"
            onClick={() => changeLatentView({ manifold: !view.manifold })}
            testId="latent.manifold"
          >
            Manifold
          </Button>
          <Button
            icon={Spline}
            size="small"
            variant="ghost"
            pressed={view.segment !== null}
            tooltip="Walk along a line between two places; drag on the plane for another, Shift-drag moves the plane"
            onClick={() => changeLatentView({ segment: view.segment ? null : firstSegment(classes) })}
            testId="latent.interpolate"
          >
            Line
          </Button>
        </>
      )}
      <IconButton
        icon={Maximize}
        label="Show all points"
        keys="F"
        size="small"
        disabled={!stage}
        onClick={() => stage?.framing.fit(reducedMotion())}
        testId="latent.fit"
      />
    </LensToolbar>
  );
}

const countLabel = (count: number, available: number): string =>
  count > available ? `all ${formatCount(available)}` : formatCount(count);

/** A first line between the two classes farthest apart, or across the prior. */
function firstSegment(classes: readonly ClassSummary[]): Segment {
  const pair = farthestClasses(classes);
  if (!pair) return { from: [-1.5, 0], to: [1.5, 0] };
  return { from: [pair[0].x, pair[0].y], to: [pair[1].x, pair[1].y] };
}

function AxisSelectors({ width, axes }: { width: number; axes: PlaneAxes }) {
  const options = Array.from({ length: width }, (_, i) => ({ value: String(i), label: `z${subscript(i + 1)}` }));
  /** Choosing the dimension that the other axis shows swaps the two. */
  const choose = (axis: 'x' | 'y', value: number) => {
    const other = axis === 'x' ? 'y' : 'x';
    const swapped = axes[other] === value ? axes[axis] : axes[other];
    changeLatentView({ axes: axis === 'x' ? { x: value, y: swapped } : { x: swapped, y: value } });
  };
  return (
    <>
      <Select
        label="Dimension across"
        value={String(axes.x)}
        options={options}
        onChange={(value) => choose('x', Number(value))}
        quiet
        testId="latent.axis.x"
      />
      <Select
        label="Dimension up"
        value={String(axes.y)}
        options={options}
        onChange={(value) => choose('y', Number(value))}
        quiet
        testId="latent.axis.y"
      />
    </>
  );
}

const subscript = (n: number): string => [...String(n)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
