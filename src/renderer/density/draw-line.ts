import { sideColours } from '../adversarial/colours';
import { cssColour } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import { strokeLine } from '../lenses/line/stroke-line';
import { type Bins, binMiddle } from '../lenses/maths/histogram';
import { NUMBER_FONT } from '../lenses/plane/axes';
import { ticks, tickText } from '../lenses/plane/ticks';
import type { Size } from '../lenses/plane/transform';
import { colourRange, type Reading } from './reading';
import type { DensityViewState } from './view';

export interface LinePicture {
  cells: Bins;
  reading: Reading;
  bins: Bins;
  /** Densities of held-out and of drawn numbers over the bins. */
  data: Float32Array;
  samples: Float32Array | null;
}

interface LineLook {
  shown: Pick<DensityViewState, 'scale' | 'heat' | 'data' | 'samples'>;
  cursor: number | null;
  theme: Theme;
}

const LEFT = 38;
const RIGHT = 8;
const TOP = 26;
const FOOT = 18;

/** CSS pixels of a place on the line, and back. */
export const lineScale = ({ min, max }: Bins, { width }: Size) => {
  const room = width - LEFT - RIGHT;
  return {
    left: (place: number): number => LEFT + ((place - min) / (max - min)) * room,
    place: (left: number): number => min + Math.min(1, Math.max(0, (left - LEFT) / room)) * (max - min),
  };
};

/** The curve of a density, p or log p, over histograms of held-out and drawn numbers. */
export function drawDensityLine(
  context: CanvasRenderingContext2D,
  size: Size,
  { cells, reading, bins, data, samples }: LinePicture,
  { shown, cursor, theme }: LineLook,
): void {
  const floor = size.height - FOOT;
  const scale = lineScale(cells, size);
  const log = shown.scale === 'log';
  const most = Math.max(reading.highest, Math.log(Math.max(...data, ...(samples ?? []), 1e-9)));
  const { low, high } = colourRange(most, shown.scale);
  const ceiling = log ? high + 0.5 : 1.06 * high;
  const top = (density: number): number => {
    const value = log ? Math.log(Math.max(density, 1e-30)) : density;
    return floor - Math.max(0, (value - low) / (ceiling - low)) * (floor - TOP);
  };
  context.clearRect(0, 0, size.width, size.height);
  context.font = NUMBER_FONT;
  context.lineWidth = 1;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const up = ticks(low, ceiling, 5);
  for (const value of up.values) {
    const at = Math.round(floor - ((value - low) / (ceiling - low)) * (floor - TOP)) + 0.5;
    context.strokeStyle = cssColour(theme.line);
    strokeLine(context, LEFT, at, size.width - RIGHT, at);
    context.fillStyle = cssColour(theme.faint);
    context.fillText(tickText(value, up.step), LEFT - 5, at);
  }
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  const across = ticks(cells.min, cells.max, Math.max(2, size.width / 90));
  for (const value of across.values) context.fillText(tickText(value, across.step), scale.left(value), size.height - 5);
  const { real, fake } = sideColours(theme.light);
  const outline = (values: Float32Array, line: Bins): void => {
    context.beginPath();
    for (const [i, value] of values.entries()) context.lineTo(scale.left(binMiddle(line, i)), top(value));
  };
  if (shown.data) {
    context.fillStyle = cssColour(real, 0.32);
    const width = Math.max(1, scale.left(bins.min + (bins.max - bins.min) / bins.count) - scale.left(bins.min) - 1);
    for (const [i, value] of data.entries()) {
      const at = top(value);
      context.fillRect(scale.left(binMiddle(bins, i)) - width / 2, at, width, Math.max(0, floor - at));
    }
  }
  if (samples && shown.samples) {
    outline(samples, bins);
    context.strokeStyle = cssColour(fake, 0.9);
    context.stroke();
  }
  if (shown.heat) {
    outline(reading.logProb.map(Math.exp), cells);
    context.strokeStyle = cssColour(theme.text);
    context.lineWidth = 2;
    context.stroke();
  }
  if (cursor === null) return;
  context.strokeStyle = cssColour(theme.lineStrong);
  context.lineWidth = 1;
  strokeLine(context, scale.left(cursor), TOP, scale.left(cursor), floor);
}
