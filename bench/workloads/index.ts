import { toyFlow } from './toy-flow';
import type { Workload } from './types';
import { vaeConv } from './vae-conv';
import { vae400, vaeMlp } from './vae-mlp';

export type { Workload } from './types';

export const workloads: Readonly<Record<string, () => Workload>> = {
  'toy-flow': toyFlow,
  'vae-mlp': vaeMlp,
  'vae-400': vae400,
  'vae-conv': vaeConv,
};
