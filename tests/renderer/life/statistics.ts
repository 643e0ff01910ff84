import type { LayerStatistics } from '../../../src/protocol/worker';

export type Value = LayerStatistics['values'][number];
export type Parameter = LayerStatistics['parameters'][number];

/** A healthy value of a layer. */
export const value = (node: string, fields: Partial<Value> = {}): Value => ({
  network: 'decoder',
  node,
  port: 'y',
  part: null,
  activation: null,
  reluUnits: 0,
  shape: [128, 8],
  units: 8,
  owner: 'decoder',
  uses: 1,
  repetitions: 1,
  mean: 0.1,
  std: 0.9,
  min: -2,
  max: 2,
  zeros: 0,
  dead: 0,
  saturated: 0,
  notFinite: 0,
  ...fields,
});

/** A healthy parameter of a layer. */
export const parameter = (node: string, fields: Partial<Parameter> = {}): Parameter => ({
  network: 'decoder',
  node,
  name: 'weight',
  count: 64,
  trainable: true,
  weight: 0.1,
  gradient: 0.01,
  ...fields,
});

export const reading = (
  step: number,
  values: readonly Value[],
  parameters: readonly Parameter[] = [],
): LayerStatistics => ({ values, parameters, batch: 128, step });
