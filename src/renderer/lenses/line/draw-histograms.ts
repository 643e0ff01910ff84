import { cssColour } from '../colour/rgb';
import type { Theme } from '../colour/theme';
import { type Bins, histogram } from '../maths/histogram';
import { NUMBER_FONT } from '../plane/axes';
import { ticks, tickText } from '../plane/ticks';
import type { Size } from '../plane/transform';

/** Numbers of which a histogram is drawn: as bars, or as an outline over them. */
export interface Numbers {
  values: Float32Array;
  colour: 'data' | 'accent';
  outline?: boolean;
}

const BINS = 120;
/** CSS pixels under the bars for the numbers of the axis. */
const FOOT = 18;

/** Bins over all finite numbers of the sets, with a little room on both sides. Null without one. */
export function binsOver(sets: readonly Numbers[]): Bins | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of sets)
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (low > high) return null;
  const room = 0.04 * Math.max(high - low, 1e-3);
  return { min: low - room, max: high + room, count: BINS };
}

/** Densities of the sets, over one axis and on one scale. */
export function drawHistograms(
  context: CanvasRenderingContext2D,
  size: Size,
  sets: readonly Numbers[],
  theme: Theme,
): void {
  context.clearRect(0, 0, size.width, size.height);
  const bins = binsOver(sets);
  if (!bins) return;
  const densities = sets.map(({ values }) => histogram(values, bins));
  const highest = Math.max(...densities.map((density) => Math.max(...density)));
  const floor = size.height - FOOT;
  const width = size.width / BINS;
  for (const [index, { colour, outline }] of sets.entries()) {
    const tops = Array.from(densities[index], (value) => floor - ((floor - 6) * value) / highest);
    if (outline) drawOutline(context, tops, width, cssColour(theme[colour]));
    else drawBars(context, tops, width, floor, cssColour(theme[colour], 0.8));
  }
  context.fillStyle = cssColour(theme.faint);
  context.font = NUMBER_FONT;
  context.textAlign = 'center';
  const across = ticks(bins.min, bins.max, Math.max(2, size.width / 90));
  for (const value of across.values)
    context.fillText(
      tickText(value, across.step),
      ((value - bins.min) / (bins.max - bins.min)) * size.width,
      size.height - 4,
    );
}

function drawBars(
  context: CanvasRenderingContext2D,
  tops: readonly number[],
  width: number,
  floor: number,
  colour: string,
): void {
  context.fillStyle = colour;
  for (const [bin, top] of tops.entries()) context.fillRect(bin * width, top, Math.max(1, width - 1), floor - top);
}

function drawOutline(context: CanvasRenderingContext2D, tops: readonly number[], width: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [bin, top] of tops.entries()) {
    context.lineTo(bin * width, top);
    context.lineTo((bin + 1) * width, top);
  }
  context.stroke();
}
