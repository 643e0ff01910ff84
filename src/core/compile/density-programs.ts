/** Programs that ask models for log p(x). */
import type { DensityKind, NetworkLabels, NodeProbe } from '../catalogue/types';
import { buildProgram, input, type Program } from '../tensor';
import { FED } from './sampler-programs';
import type { Trace } from './trace';

/** A node that says how probable items are. */
export interface DensityTarget {
  node: string;
  itemShape: readonly number[];
  kind: DensityKind;
  labels: NetworkLabels | undefined;
}

type DensityProbe = Extract<NodeProbe, { role: 'density' }>;

const densityProbe = ({ contexts }: Trace, node: string): DensityProbe | undefined => {
  const found = contexts.get(node);
  const probe = found?.definition.probe?.(found.context);
  return probe?.role === 'density' ? probe : undefined;
};

export const densityTargets = (traced: Trace): DensityTarget[] =>
  [...traced.contexts.keys()].flatMap((node) => {
    const probe = densityProbe(traced, node);
    if (!probe) return [];
    const { itemShape, kind, labels } = probe;
    return [{ node, itemShape, kind, labels }];
  });

/** x (count × item), and `y` (count, int32) where the model takes labels → `logProb` (count). */
export const buildDensity = (traced: Trace, node: string, count: number): Program => {
  const probe = densityProbe(traced, node);
  if (!probe) throw new RangeError(`"${node}" knows no density; choose a node that does.`);
  const labels = probe.labels && input(FED.labels, [count], 'int32');
  return buildProgram('density', { logProb: probe.logProb(input(FED.x, [count, ...probe.itemShape]), labels) });
};
