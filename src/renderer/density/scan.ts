import { catalogue } from '../../core/catalogue';
import { commands, emptySelection } from '../../core/graph';
import type { DensityInfo, DensityScanValues } from '../../protocol/worker';
import { carryOut } from '../state/edit';
import { useProject } from '../state/project';

/** How many values are tried. */
const TRIED = 33;
/** How far below and above the present value is looked, as factors; ends are rounded to half decades so that they hold still. */
const BELOW = 15;
const ABOVE = 10;
/** Digits of a value that is set by hand. */
const DIGITS = 3;

const half = (value: number, round: (value: number) => number): number => 10 ** (round(2 * Math.log10(value)) / 2);

/** What is looked at about a value, inside of a range. */
export const triedRange = (value: number, [least, most]: readonly [number, number]): [low: number, high: number] => [
  Math.max(least, half(value / BELOW, Math.floor)),
  Math.min(most, half(value * ABOVE, Math.ceil)),
];

/** Values between two ends, even on a logarithmic scale. */
export const triedValues = (low: number, high: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: TRIED }, (_, i) => low * (high / low) ** (i / (TRIED - 1)));

/** The value at which held-out items are likeliest. */
export function bestOf({ values, heldOut }: Pick<DensityScanValues, 'values' | 'heldOut'>): {
  value: number;
  logProb: number;
} {
  let best = 0;
  for (let i = 1; i < heldOut.length; i++) if (heldOut[i] > heldOut[best]) best = i;
  return { value: values[best], logProb: heldOut[best] };
}

/** What a curve says at a value, evenly between the tried ones on a logarithmic scale. */
export function curveAt(values: Float32Array, curve: Float32Array, value: number): number {
  const last = values.length - 1;
  const at = (last * Math.log(value / values[0])) / Math.log(values[last] / values[0]);
  if (!(at > 0)) return curve[0];
  if (at >= last) return curve[last];
  const low = Math.floor(at);
  return curve[low] + (curve[low + 1] - curve[low]) * (at - low);
}

/** What the document sets the scanned setting of a density to. */
export const useScannedSetting = ({ node, scan }: DensityInfo): number =>
  useProject(({ edit }) => {
    const value = edit?.document.study.nodes.find(({ id }) => id === node)?.settings[scan?.setting ?? ''];
    return typeof value === 'number' ? value : 1;
  });

/** Sets it in the document, whatever graph is on the canvas; the open run takes it over. */
export function setScanned({ node, scan }: DensityInfo, value: number): void {
  const document = useProject.getState().edit?.document;
  if (!document || !scan) return;
  const [least, most] = scan.range;
  const wanted = Math.min(most, Math.max(least, Number(value.toPrecision(DIGITS))));
  const { setSetting } = commands;
  const context = { document, catalogue, graph: null, selection: emptySelection };
  carryOut(setSetting, setSetting.plan(context, { node, setting: scan.setting, value: wanted }));
}
