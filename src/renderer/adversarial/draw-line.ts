import type { AdversarialInfo } from '../../protocol/worker';
import { cssColour, type Rgb } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import { strokeLine } from '../lenses/line/stroke-line';
import { type Bins, binMiddle } from '../lenses/maths/histogram';
import { NUMBER_FONT } from '../lenses/plane/axes';
import { ticks, tickText } from '../lenses/plane/ticks';
import type { Size } from '../lenses/plane/transform';
import type { ScoreRange, SideColours } from './colours';
import type { LayerName } from './view';

export interface LinePicture {
  bins: Bins;
  /** Densities of the real and of the generated points over the bins. */
  real: Float32Array;
  fake: Float32Array;
  /** The discriminator's word in the middle of each bin, and the best one that there is (NaN where nothing lies). */
  scores: Float32Array;
  optimal: Float32Array | null;
  range: ScoreRange;
  scale: AdversarialInfo['scale'];
  /** Generated points, and where each is pushed, as drawn. */
  places: Float32Array;
  pushes: Float32Array;
}

const LEFT = 12;
/** Room for the numbers of the scores: those of a critic are long. */
const RIGHT: Readonly<Record<AdversarialInfo['scale'], number>> = { probability: 34, score: 48 };
const TOP = 30;
/** Room under the curves: generated points with their arrows, and the numbers of the axis. */
const STRIP = 34;
const NUMBERS = 18;

interface Frame {
  context: CanvasRenderingContext2D;
  picture: LinePicture;
  colours: SideColours;
  theme: Theme;
  /** CSS pixels of a place on the line, of a density, of a score. */
  x(place: number): number;
  density(value: number): number;
  score(value: number): number;
  right: number;
  floor: number;
}

/** Draws the game on a line: two densities, the discriminator's curve over them, and what pushes the generated points. */
export function drawLine(
  context: CanvasRenderingContext2D,
  size: Size,
  picture: LinePicture,
  shown: Readonly<Record<LayerName, boolean>>,
  colours: SideColours,
  theme: Theme,
): void {
  const { bins, real, fake, range } = picture;
  const right = size.width - RIGHT[picture.scale];
  const floor = size.height - STRIP - NUMBERS;
  const highest = Math.max(1e-6, ...(shown.real ? real : []), ...(shown.fake ? fake : []));
  const frame: Frame = {
    context,
    picture,
    colours,
    theme,
    x: (place) => LEFT + ((place - bins.min) / (bins.max - bins.min)) * (right - LEFT),
    density: (value) => floor - (value / (1.08 * highest)) * (floor - TOP),
    score: (value) => floor - ((value - range.low) / (range.high - range.low)) * (floor - TOP),
    right,
    floor,
  };
  context.clearRect(0, 0, size.width, size.height);
  drawFrame(frame, size);
  if (shown.real) drawDensity(frame, real, colours.real);
  if (shown.fake) drawDensity(frame, fake, colours.fake);
  context.save();
  context.beginPath();
  context.rect(0, TOP - 4, size.width, floor - TOP + 8);
  context.clip();
  if (shown.optimal && picture.optimal) drawCurve(frame, picture.optimal, theme.muted, 1, [4, 3]);
  if (shown.heat) drawCurve(frame, picture.scores, theme.text, 2, []);
  context.restore();
  drawStrip(frame, shown);
}

function drawFrame({ context, picture, theme, x, score, right, floor }: Frame, size: Size): void {
  const { bins, range, scale } = picture;
  context.font = NUMBER_FONT;
  context.lineWidth = 1;
  const marks =
    scale === 'probability'
      ? [
          { value: 0, text: '0' },
          { value: 0.5, text: '0.5' },
          { value: 1, text: '1' },
        ]
      : [range.low, range.middle, range.high].map((value) => ({ value, text: value.toPrecision(2).replace('-', '−') }));
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { value, text } of marks) {
    const top = Math.round(score(value)) + 0.5;
    context.strokeStyle = cssColour(value === range.middle ? theme.lineStrong : theme.line);
    strokeLine(context, LEFT, top, right, top);
    context.fillStyle = cssColour(theme.faint);
    context.fillText(text, right + 6, top);
  }
  const across = ticks(bins.min, bins.max, Math.max(2, size.width / 90));
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  for (const value of across.values) {
    const left = Math.round(x(value)) + 0.5;
    context.strokeStyle = cssColour(theme.line);
    strokeLine(context, left, floor, left, floor + STRIP);
    context.fillText(tickText(value, across.step), left, size.height - 5);
  }
}

function drawDensity({ context, picture, x, density, floor }: Frame, values: Float32Array, colour: Rgb): void {
  const { bins } = picture;
  context.beginPath();
  context.moveTo(x(binMiddle(bins, 0)), floor);
  for (let bin = 0; bin < values.length; bin++) context.lineTo(x(binMiddle(bins, bin)), density(values[bin]));
  context.lineTo(x(binMiddle(bins, values.length - 1)), floor);
  context.closePath();
  context.fillStyle = cssColour(colour, 0.24);
  context.fill();
  context.strokeStyle = cssColour(colour, 0.85);
  context.lineWidth = 1;
  context.stroke();
}

/** A curve over the bins; it is lifted where a value is not a number. */
function drawCurve(
  { context, picture, x, score }: Frame,
  values: Float32Array,
  colour: Rgb,
  width: number,
  dash: number[],
): void {
  context.strokeStyle = cssColour(colour);
  context.lineWidth = width;
  context.setLineDash(dash);
  context.lineJoin = 'round';
  context.beginPath();
  let down = false;
  for (let bin = 0; bin < values.length; bin++) {
    const value = values[bin];
    if (Number.isNaN(value)) {
      down = false;
      continue;
    }
    const at = [x(binMiddle(picture.bins, bin)), score(value)] as const;
    if (down) context.lineTo(...at);
    else context.moveTo(...at);
    down = true;
  }
  context.stroke();
  context.setLineDash([]);
}

/** Generated points under the curves, each on one of a few rows, with the arrows that push them. */
function drawStrip(
  { context, picture, colours, theme, x, floor, right }: Frame,
  shown: Readonly<Record<LayerName, boolean>>,
): void {
  const { places, pushes } = picture;
  const rows = 5;
  const rowHeight = (STRIP - 8) / rows;
  context.strokeStyle = cssColour(theme.lineStrong);
  context.lineWidth = 1;
  strokeLine(context, LEFT, floor + 0.5, right, floor + 0.5);
  const stride = Math.max(1, Math.ceil(places.length / 150));
  for (let i = 0; i < places.length; i += stride) {
    const left = x(places[i]);
    if (left < LEFT || left > right) continue;
    const top = floor + 6 + rowHeight * ((i / stride) % rows);
    if (shown.arrows) drawArrow(context, left, top, x(places[i] + pushes[i]) - left, cssColour(colours.fake, 0.7));
    if (!shown.fake) continue;
    context.fillStyle = cssColour(colours.fake);
    context.beginPath();
    context.moveTo(left - 2.6, top);
    context.lineTo(left, top - 2.6);
    context.lineTo(left + 2.6, top);
    context.lineTo(left, top + 2.6);
    context.fill();
  }
}

function drawArrow(context: CanvasRenderingContext2D, left: number, top: number, reach: number, colour: string): void {
  if (Math.abs(reach) < 1.5) return;
  const tip = left + reach;
  const head = Math.sign(reach) * Math.min(4, Math.abs(reach));
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(tip, top);
  context.moveTo(tip - head, top - 2);
  context.lineTo(tip, top);
  context.lineTo(tip - head, top + 2);
  context.stroke();
}
