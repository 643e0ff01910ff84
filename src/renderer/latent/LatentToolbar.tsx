import { BoxSelect, Eye, Grid3x3, Lasso, type LucideIcon, Maximize, Palette, Spline } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { PopoverButton } from '../components/PopoverButton';
import { Select } from '../components/Select';
import { formatCount } from '../format';
import { reducedMotion } from '../lenses/hooks/use-media';
import { LensToolbar } from '../lenses/LensToolbar';
import type { PlaneStage } from '../lenses/plane/stage';
import { ColourMenu } from './colour/ColourMenu';
import { colourName } from './colour/colour-by';
import { LayoutMenu } from './layout/LayoutMenu';
import type { LatentPath } from './path/path';
import { TwinChoice } from './twins/TwinChoice';
import { ViewMenu } from './ViewMenu';
import { availableItems, changeLatentView, countChoices, type Split, type Tool, useLatentView } from './view';

interface LatentToolbarProps {
  info: SessionInfo;
  width: number;
  decodes: boolean;
  stage: PlaneStage | null;
  /** There is room for icons only. */
  narrow: boolean;
  /** A path to begin with. */
  firstPath(): LatentPath | null;
}

const SPLITS: readonly { value: Split; label: string }[] = [
  { value: 'test', label: 'test' },
  { value: 'train', label: 'train' },
];

export function LatentToolbar({ info, width, decodes, stage, narrow, firstPath }: LatentToolbarProps) {
  const view = useLatentView();
  return (
    <LensToolbar label="Latent lens">
      <Items info={info} />
      <LayoutMenu width={width} />
      <PopoverButton
        label={`Colour by: ${colourName(view.colourBy)}`}
        text={narrow ? null : colourName(view.colourBy)}
        icon={Palette}
        testId="latent.colour"
      >
        <ColourMenu info={info} width={width} />
      </PopoverButton>
      <PopoverButton label="What is shown" text={narrow ? null : 'View'} icon={Eye} testId="latent.view">
        <ViewMenu pictures={info.data.itemShape.length > 1} sliders={width > 2 && decodes} />
      </PopoverButton>
      <Tools />
      {decodes && (
        <>
          <Mode
            icon={Grid3x3}
            name="Manifold"
            narrow={narrow}
            pressed={view.manifold}
            help="Decode a grid of places under the points"
            onClick={() => changeLatentView({ manifold: !view.manifold })}
            testId="latent.manifold"
          />
          <Mode
            icon={Spline}
            name="Path"
            narrow={narrow}
            pressed={view.path !== null}
            help="Walk along a path through latent space; drag on the plane for another, Shift-drag moves the plane"
            onClick={() => changeLatentView({ path: view.path ? null : firstPath(), tool: 'pan' })}
            testId="latent.interpolate"
          />
        </>
      )}
      <TwinChoice own={info.run} narrow={narrow} />
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

interface ModeProps {
  icon: LucideIcon;
  name: string;
  help: string;
  narrow: boolean;
  pressed: boolean;
  onClick(): void;
  testId: string;
}

function Mode({ icon, name, help, narrow, pressed, onClick, testId }: ModeProps) {
  const common = { icon, size: 'small', pressed, onClick, testId } as const;
  return narrow ? (
    <IconButton {...common} label={`${name}: ${help}`} />
  ) : (
    <Button {...common} variant="ghost" tooltip={help}>
      {name}
    </Button>
  );
}

function Items({ info }: { info: SessionInfo }) {
  const view = useLatentView();
  const available = availableItems(info, view.split);
  const choices = countChoices(available);
  const shown = choices.find((count) => count >= view.count) ?? choices[choices.length - 1];
  return (
    <>
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
        value={String(shown)}
        options={choices.map((count) => ({
          value: String(count),
          label: count === available ? `all ${formatCount(count)}` : formatCount(count),
        }))}
        onChange={(count) => changeLatentView({ count: Number(count) })}
        quiet
        testId="latent.items"
      />
    </>
  );
}

/** Modes of the pointer: a drag selects. Pressed again, a drag moves the plane. */
function Tools() {
  const tool = useLatentView((view) => view.tool);
  const toggle = (chosen: Tool) => changeLatentView({ tool: tool === chosen ? 'pan' : chosen });
  return (
    <>
      <IconButton
        icon={BoxSelect}
        label="Select in a rectangle (without this mode: Shift-drag); Control adds, Alt takes away"
        keys="R"
        size="small"
        pressed={tool === 'box'}
        onClick={() => toggle('box')}
        testId="latent.tool.box"
      />
      <IconButton
        icon={Lasso}
        label="Select with a lasso; Control adds, Alt takes away"
        keys="L"
        size="small"
        pressed={tool === 'lasso'}
        onClick={() => toggle('lasso')}
        testId="latent.tool.lasso"
      />
    </>
  );
}
