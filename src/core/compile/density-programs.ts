/** Programs that ask models for log p(x). */
import type { DensityKind, DensityScan, NetworkLabels, NodeProbe } from '../catalogue/types';
import { buildProgram, input, type Program, sizeOf, type Tensor } from '../tensor';
import { probeAt } from './node-probes';
import { neededFeeds } from './plan';
import { FED } from './sampler-programs';
import type { Feed, Trace } from './trace';

/** A node that says how probable items are. */
export interface DensityTarget {
  node: string;
  itemShape: readonly number[];
  kind: DensityKind;
  labels: NetworkLabels | undefined;
  /** How many numbers of an item the density is of. */
  numbers: number;
  /** Whether its items are latents that an encoder makes of data. */
  latent: boolean;
  /** The setting that its density can be asked at other values of, where there is one. */
  scan: Pick<DensityScan, 'setting' | 'range'> | undefined;
}

/** A program with the live settings that it reads. */
export interface DensityProgram {
  program: Program;
  feeds: readonly Feed[];
}

/** The value of what is scanned, as an input of its programs. */
export const SCANNED = 'value';

type DensityProbe = Extract<NodeProbe, { role: 'density' }>;

const densityProbe = (traced: Trace, node: string): DensityProbe | undefined => {
  const probe = probeAt(traced, node);
  return probe?.role === 'density' ? probe : undefined;
};

const probeOf = (traced: Trace, node: string): DensityProbe => {
  const probe = densityProbe(traced, node);
  if (probe) return probe;
  throw new RangeError(`"${node}" knows no density; choose a node that does.`);
};

const scanOf = (traced: Trace, node: string): DensityScan => {
  const { scan } = probeOf(traced, node);
  if (scan) return scan;
  throw new RangeError(`"${node}" has no width that its density could be asked at; choose a kernel density.`);
};

export const densityTargets = (traced: Trace): DensityTarget[] =>
  [...traced.contexts].flatMap(([node, { context }]) => {
    const probe = densityProbe(traced, node);
    if (!probe) return [];
    const { itemShape, kind, labels, numbers = sizeOf(itemShape), scan } = probe;
    const latent = context.optionalInput('x')?.kind === 'latent';
    const scanned = scan && { setting: scan.setting, range: scan.range };
    return [{ node, itemShape, kind, labels, numbers, latent, scan: scanned }];
  });

const finished = (traced: Trace, outputs: Readonly<Record<string, Tensor>>): DensityProgram => {
  const program = buildProgram('density', outputs);
  return { program, feeds: neededFeeds(traced, program.inputs) };
};

/** x (count × item), and `y` (count, int32) where the model takes labels → `logProb` (count). */
export const buildDensity = (traced: Trace, node: string, count: number): DensityProgram => {
  const probe = probeOf(traced, node);
  const labels = probe.labels && input(FED.labels, [count], 'int32');
  return finished(traced, { logProb: probe.logProb(input(FED.x, [count, ...probe.itemShape]), labels) });
};

/** x (count × item) and `value` → `logProb` (count), were the density set to that value. */
export const buildScan = (traced: Trace, node: string, count: number): DensityProgram => {
  const { itemShape } = probeOf(traced, node);
  const x = input(FED.x, [count, ...itemShape]);
  return finished(traced, { logProb: scanOf(traced, node).logProb(x, input(SCANNED, [])) });
};

/** `value` → `training` and `leaveOneOut`, means over what the density was made from. */
export const buildScanOfTraining = (traced: Trace, node: string): DensityProgram => {
  const scan = scanOf(traced, node);
  const value = input(SCANNED, []);
  return finished(traced, { training: scan.training(value), leaveOneOut: scan.leaveOneOut(value) });
};

/** → `present`, the value that holds now. */
export const buildPresent = (traced: Trace, node: string): DensityProgram =>
  finished(traced, { present: scanOf(traced, node).present() });
