import { readToken } from '../components/tokens';
import type { SvgContext } from '../export/svg-context';
import type { Picture } from '../export/types';
import { formatCount, formatNumber } from '../format';
import { cssColour, parseColour } from '../lenses/colour/rgb';
import { currentTheme } from '../lenses/colour/theme';
import { strokeLine } from '../lenses/line/stroke-line';
import { ticks } from '../lenses/plane/ticks';
import type { Size } from '../lenses/plane/transform';
import { useSession } from '../state/session';
import { curveToken } from './colours';
import { CurveData, type CurveTable } from './data';
import { robustRange } from './decimate';
import { smoothingWeight } from './smooth';
import { useCurvesView } from './view';

type Context = CanvasRenderingContext2D | SvgContext;

const NUMBERS = "10.5px 'JetBrains Mono Variable', ui-monospace, monospace";
const WORDS = "12px 'Inter Variable', system-ui, sans-serif";
const EDGE = { left: 58, top: 34, bottom: 30 };

interface Curve {
  title: string;
  colour: string;
  faint: string;
  raw: (number | null)[];
  smooth: (number | null)[];
  unit: string;
}

interface Axis {
  unit: string;
  /** Height of a value, from 0 (bottom) to 1; null where a logarithm has no place for it. */
  place(value: number): number | null;
  marks: { value: number; text: string }[];
}

/** The curves as a figure: axes, raw and smooth lines, and a legend of what is shown. Null without a run. */
export function curvePicture(): Picture | null {
  const { info, history, historyVersion } = useSession.getState();
  const frame = document.querySelector('[data-testid="curves.plot"]');
  if (!info || !history || history.steps.length === 0 || !frame) return null;
  const { smoothing, log, hidden } = useCurvesView.getState();
  const { width, height } = frame.getBoundingClientRect();
  if (width === 0) return null;
  const table = new CurveData().read(history, historyVersion, smoothingWeight(smoothing), null, width);
  const curves = info.series.flatMap(({ name, title, unit, repeats }, i): Curve[] => {
    if (repeats || hidden.has(name)) return [];
    const colour = parseColour(readToken(curveToken(i)));
    return [
      {
        title,
        unit,
        colour: cssColour(colour),
        faint: cssColour(colour, 0.16),
        raw: table.raw[i],
        smooth: table.smooth[i],
      },
    ];
  });
  const size = { width, height: Math.max(200, height) };
  const draw = (context: Context) => drawFigure(context, size, table, curves, log);
  return { size, paint: draw, write: draw, raster: null };
}

function axisOf(unit: string, curves: readonly Curve[], log: boolean, height: number): Axis {
  const [low, high] = robustRange(
    curves.filter((curve) => curve.unit === unit).map(({ smooth }) => smooth),
    log,
  ) ?? [log ? 0.1 : 0, log ? 10 : 1];
  const scale = log ? Math.log10 : (value: number) => value;
  const [from, to] = [scale(low), scale(high)];
  const place = (value: number): number | null => (log && value <= 0 ? null : (scale(value) - from) / (to - from));
  const values = log ? decades(low, high) : ticks(low, high, height / 45).values;
  return { unit, place, marks: values.map((value) => ({ value, text: formatNumber(value, 3) })) };
}

/** 1, 2 and 5 times powers of ten in a range. */
function decades(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const lead of [1, 2, 5]) found.push(lead * 10 ** power);
  return found.filter((value) => value >= low && value <= high);
}

function drawFigure(context: Context, size: Size, table: CurveTable, curves: readonly Curve[], log: boolean): void {
  const right = new Set(curves.map(({ unit }) => unit)).size > 1 ? EDGE.left : 16;
  const plot = {
    left: EDGE.left,
    top: EDGE.top,
    width: size.width - EDGE.left - right,
    height: size.height - EDGE.top - EDGE.bottom,
  };
  const theme = currentTheme();
  // Two units get an axis each, as on the screen.
  const axes = [...new Set(curves.map(({ unit }) => unit))].map((unit) => axisOf(unit, curves, log, plot.height));
  const last = table.steps[table.steps.length - 1];
  const first = table.steps[0];
  const across = (step: number) => plot.left + (plot.width * (step - first)) / Math.max(1, last - first);
  const up = (share: number) => plot.top + plot.height * (1 - share);

  context.font = NUMBERS;
  context.lineWidth = 1;
  context.strokeStyle = cssColour(theme.line, 0.7);
  context.fillStyle = cssColour(theme.faint);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  for (const step of ticks(first, last, plot.width / 110).values) {
    strokeLine(context, across(step), plot.top, across(step), plot.top + plot.height);
    context.fillText(formatCount(step), across(step), plot.top + plot.height + 16);
  }
  context.textBaseline = 'middle';
  for (const [side, axis] of axes.slice(0, 2).entries()) {
    context.textAlign = side === 0 ? 'right' : 'left';
    for (const { value, text } of axis.marks) {
      const top = up(axis.place(value) ?? 0);
      if (side === 0) strokeLine(context, plot.left, top, plot.left + plot.width, top);
      context.fillText(text, side === 0 ? plot.left - 6 : plot.left + plot.width + 6, top);
    }
  }

  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  context.lineJoin = 'round';
  for (const curve of curves) {
    const axis = axes.find(({ unit }) => unit === curve.unit);
    if (!axis) continue;
    const at = (values: (number | null)[]) =>
      polyline(context, table.steps, values, across, (value) => {
        const share = axis.place(value);
        return share === null ? null : up(share);
      });
    context.lineWidth = 1;
    context.strokeStyle = curve.faint;
    at(curve.raw);
    context.lineWidth = 1.75;
    context.strokeStyle = curve.colour;
    at(curve.smooth);
  }
  context.restore();
  legend(context, curves, plot.left, theme.text);
}

function polyline(
  context: Context,
  steps: readonly number[],
  values: readonly (number | null)[],
  across: (step: number) => number,
  up: (value: number) => number | null,
): void {
  context.beginPath();
  values.forEach((value, i) => {
    const top = value === null ? null : up(value);
    if (top !== null) context.lineTo(across(steps[i]), top);
  });
  context.stroke();
}

function legend(
  context: Context,
  curves: readonly Curve[],
  left: number,
  text: readonly [number, number, number],
): void {
  context.font = WORDS;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let at = left;
  for (const { title, colour } of curves) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    strokeLine(context, at, 17, at + 14, 17);
    context.fillStyle = cssColour(text);
    context.fillText(title, at + 20, 17);
    at += 40 + context.measureText(title).width;
  }
}
