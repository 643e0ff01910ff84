import { BoxSelect, Eye, Grid3x3, Lasso, type LucideIcon, Palette, Shapes, Spline } from 'lucide-react';
import type { SessionInfo } from '../../protocol/worker';
import { Button, IconButton } from '../components/Button';
import { PopoverButton } from '../components/PopoverButton';
import { formatCount } from '../format';
import { LensToolbar, useToolbarRoom } from '../lenses/LensToolbar';
import { ClassChoice } from './ClassChoice';
import { ColourMenu } from './colour/ColourMenu';
import { colourOf, colourWords } from './colour/colour-by';
import { DrawsMenu } from './DrawsMenu';
import { ItemsMenu } from './ItemsMenu';
import { LayoutMenu } from './layout/LayoutMenu';
import { possibleDimensions, possibleLayout } from './layout/options';
import type { LatentPath } from './path/path';
import { shownDraws } from './points/prior-draws';
import type { LatentModel } from './points/source';
import { TwinChoice } from './twins/TwinChoice';
import { ViewMenu } from './ViewMenu';
import { changeLatentView, shownItems, type Tool, useLatentView } from './view';

interface LatentToolbarProps {
  info: SessionInfo;
  model: LatentModel;
  /** A path to begin with. */
  firstPath(): LatentPath | null;
}

/** CSS pixels of room for a word on every button, and for words where they tell what is shown. */
const WORDS = 700;
const SOME_WORDS = 430;

export function LatentToolbar({ info, model, firstPath }: LatentToolbarProps) {
  const { source, width, decodes } = model;
  const view = useLatentView();
  const room = useToolbarRoom();
  const narrow = room < WORDS;
  const icons = room < SOME_WORDS;
  // Before it has settled, too: it is the room that was asked for.
  const turns = possibleDimensions(possibleLayout(view.layout, source), width) === 3;
  const ofData = source === 'data';
  const items = ofData
    ? `${formatCount(shownItems(info, view))} ${view.split}`
    : `${formatCount(shownDraws(width, view.count))} draws`;
  const colour = colourWords(colourOf(view.colourBy, source), model);
  const pictures = info.data.itemShape.length > 1;
  return (
    <LensToolbar label="Latent lens">
      <PopoverButton
        label={`${ofData ? 'Items' : 'Points'}: ${items}`}
        text={icons ? null : items}
        icon={Shapes}
        testId="latent.data"
      >
        {ofData ? <ItemsMenu info={info} /> : <DrawsMenu width={width} />}
      </PopoverButton>
      <ClassChoice info={info} classes={model.classes} />
      <LayoutMenu source={source} width={width} narrow={icons} />
      <PopoverButton label={`Colour by: ${colour}`} text={narrow ? null : colour} icon={Palette} testId="latent.colour">
        <ColourMenu info={info} model={model} />
      </PopoverButton>
      <PopoverButton label="View: what is shown" text={narrow ? null : 'View'} icon={Eye} testId="latent.view">
        <ViewMenu pictures={pictures} sliders={width > 2 && decodes} room={turns} />
      </PopoverButton>
      {ofData && <Tools />}
      {decodes && (
        <>
          {(ofData || pictures) && (
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
          )}
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
      {ofData && <TwinChoice own={info.run} narrow={narrow} />}
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
