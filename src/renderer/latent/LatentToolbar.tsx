import { BoxSelect, Eye, Grid3x3, Lasso, type LucideIcon, Palette, Shapes, Spline } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { PopoverButton } from '../components/PopoverButton';
import { formatCount } from '../format';
import { LensToolbar, useToolbarRoom } from '../lenses/LensToolbar';
import { ColourMenu } from './colour/ColourMenu';
import { colourName } from './colour/colour-by';
import { ItemsMenu } from './ItemsMenu';
import { LayoutMenu } from './layout/LayoutMenu';
import { possibleDimensions } from './layout/options';
import type { LatentPath } from './path/path';
import { TwinChoice } from './twins/TwinChoice';
import { ViewMenu } from './ViewMenu';
import { changeLatentView, shownItems, type Tool, useLatentView } from './view';

interface LatentToolbarProps {
  info: SessionInfo;
  width: number;
  decodes: boolean;
  /** A path to begin with. */
  firstPath(): LatentPath | null;
}

/** CSS pixels of room for a word on every button, and for words where they tell what is shown. */
const WORDS = 700;
const SOME_WORDS = 430;

export function LatentToolbar({ info, width, decodes, firstPath }: LatentToolbarProps) {
  const view = useLatentView();
  const room = useToolbarRoom();
  const narrow = room < WORDS;
  const icons = room < SOME_WORDS;
  // Before it has settled, too: it is the room that was asked for.
  const turns = possibleDimensions(view.layout, width) === 3;
  const items = `${formatCount(shownItems(info, view))} ${view.split}`;
  return (
    <LensToolbar label="Latent lens">
      <PopoverButton label={`Items: ${items}`} text={icons ? null : items} icon={Shapes} testId="latent.data">
        <ItemsMenu info={info} />
      </PopoverButton>
      <LayoutMenu width={width} narrow={icons} />
      <PopoverButton
        label={`Colour by: ${colourName(view.colourBy)}`}
        text={narrow ? null : colourName(view.colourBy)}
        icon={Palette}
        testId="latent.colour"
      >
        <ColourMenu info={info} width={width} />
      </PopoverButton>
      <PopoverButton label="View: what is shown" text={narrow ? null : 'View'} icon={Eye} testId="latent.view">
        <ViewMenu pictures={info.data.itemShape.length > 1} sliders={width > 2 && decodes} room={turns} />
      </PopoverButton>
      <Tools />
      {decodes && (
        <>
          <Mode
            icon={Grid3x3}
            name="Manifold"
            narrow={narrow}
            pressed={view.manifold && !turns}
            disabled={turns}
            help={
              turns
                ? 'A grid of decoded places lies in a plane: choose one in Layout'
                : 'Decode a grid of places under the points'
            }
            onClick={() => changeLatentView({ manifold: !view.manifold })}
            testId="latent.manifold"
          />
          <Mode
            icon={Spline}
            name="Path"
            narrow={narrow}
            pressed={view.path !== null}
            help={
              turns
                ? 'Walk along a path through latent space; in a plane it can be drawn and bent'
                : 'Walk along a path through latent space; drag on the plane for another, Shift-drag moves the plane'
            }
            onClick={() => changeLatentView({ path: view.path ? null : firstPath(), tool: 'pan' })}
            testId="latent.interpolate"
          />
        </>
      )}
      <TwinChoice own={info.run} narrow={narrow} />
    </LensToolbar>
  );
}

interface ModeProps {
  icon: LucideIcon;
  name: string;
  help: string;
  narrow: boolean;
  pressed: boolean;
  disabled?: boolean;
  onClick(): void;
  testId: string;
}

function Mode({ icon, name, help, narrow, pressed, disabled, onClick, testId }: ModeProps) {
  const common = { icon, size: 'small', pressed, disabled, onClick, testId } as const;
  return narrow ? (
    <IconButton {...common} label={`${name}: ${help}`} />
  ) : (
    <Button {...common} variant="ghost" tooltip={help}>
      {name}
    </Button>
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
