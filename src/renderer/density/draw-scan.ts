import type { DensityScanValues } from '../../protocol/worker';
import { cssColour, type Rgb } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import { strokeLine } from '../lenses/line/stroke-line';
import { NUMBER_FONT } from '../lenses/plane/axes';
import { ticks, tickText } from '../lenses/plane/ticks';
import type { Size } from '../lenses/plane/transform';
import { bestOf, curveAt } from './scan';

/** Nats above and below the best held-out value that the curves are drawn over: beyond, they leave the picture. */
const HEADROOM = 2;

export interface ScanColours {
  training: Rgb;
  heldOut: Rgb;
  leaveOneOut: Rgb;
}

const LEFT = 30;
const RIGHT = 6;
const TOP = 6;
const FOOT = 16;
/** Ends that are so far apart have room for the powers of ten alone. */
const MANY = 150;

/** CSS pixels of a value, and back. */
export function scanScale(values: Float32Array, { width }: Size) {
  const [low, high] = [Math.log(values[0]), Math.log(values[values.length - 1])];
  const room = width - LEFT - RIGHT;
  return {
    left: (value: number): number => LEFT + ((Math.log(value) - low) / (high - low)) * room,
    value: (left: number): number =>
      Math.exp(low + (Math.min(1, Math.max(0, (left - LEFT) / room)) || 0) * (high - low)),
  };
}

/** Mean log p against the value, of training and held-out items, with marks at the present and at the best value. */
export function drawScan(
  context: CanvasRenderingContext2D,
  size: Size,
  scan: DensityScanValues,
  colours: ScanColours,
  theme: Theme,
): void {
  const { values, present } = scan;
  const best = bestOf(scan);
  const floor = size.height - FOOT;
  const scale = scanScale(values, size);
  const top = (logProb: number): number =>
    floor - ((logProb - best.logProb + HEADROOM) / (2 * HEADROOM)) * (floor - TOP);
  context.clearRect(0, 0, size.width, size.height);
  context.font = NUMBER_FONT;
  context.lineWidth = 1;
  const up = ticks(best.logProb - HEADROOM, best.logProb + HEADROOM, 4);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const value of up.values) {
    const at = Math.round(top(value)) + 0.5;
    context.strokeStyle = cssColour(theme.line);
    strokeLine(context, LEFT, at, size.width - RIGHT, at);
    context.fillStyle = cssColour(theme.faint);
    context.fillText(tickText(value, up.step), LEFT - 4, at);
  }
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  for (const value of decades(values[0], values[values.length - 1])) {
    const at = Math.round(scale.left(value)) + 0.5;
    context.strokeStyle = cssColour(theme.line);
    strokeLine(context, at, TOP, at, floor);
    context.fillStyle = cssColour(theme.faint);
    context.fillText(String(value), Math.min(size.width - 12, at), size.height - 5);
  }
  context.save();
  context.beginPath();
  context.rect(LEFT, TOP, size.width - LEFT - RIGHT, floor - TOP);
  context.clip();
  const draw = (curve: Float32Array, colour: Rgb, dash: number[]): void => {
    context.strokeStyle = cssColour(colour);
    context.lineWidth = dash.length > 0 ? 1 : 1.8;
    context.setLineDash(dash);
    context.beginPath();
    for (const [i, value] of curve.entries()) context.lineTo(scale.left(values[i]), top(value));
    context.stroke();
    context.setLineDash([]);
  };
  draw(scan.leaveOneOut, colours.leaveOneOut, [4, 3]);
  draw(scan.training, colours.training, []);
  draw(scan.heldOut, colours.heldOut, []);
  const at = scale.left(present);
  context.strokeStyle = cssColour(theme.text, 0.7);
  context.lineWidth = 1;
  strokeLine(context, at, TOP, at, floor);
  context.restore();
  dot(context, scale.left(best.value), top(best.logProb), cssColour(colours.heldOut), cssColour(theme.panel));
  for (const [curve, colour] of [
    [scan.training, colours.training],
    [scan.heldOut, colours.heldOut],
  ] as const) {
    const height = top(curveAt(values, curve, present));
    if (height >= TOP && height <= floor) dot(context, at, height, cssColour(theme.text), cssColour(colour));
  }
}

/** 1 of every decade in a range, and 3 where there are few. */
function decades(low: number, high: number): number[] {
  const found: number[] = [];
  const leads = high / low > MANY ? [1] : [1, 3];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const lead of leads) {
      const value = Number(`${lead}e${power}`);
      if (value >= low * 0.999 && value <= high * 1.001) found.push(value);
    }
  return found;
}

function dot(context: CanvasRenderingContext2D, left: number, top: number, rim: string, fill: string): void {
  context.beginPath();
  context.arc(left, top, 3.5, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = rim;
  context.lineWidth = 1.5;
  context.stroke();
}
