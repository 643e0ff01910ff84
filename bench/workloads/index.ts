import { charGpt } from './char-gpt';
import { dcgan } from './dcgan';
import { ddpmUnet } from './ddpm-unet';
import { dit } from './dit';
import { realNvp } from './realnvp';
import { toyFlow } from './toy-flow';
import type { Workload } from './types';
import { vaeConv } from './vae-conv';
import { vae400, vaeMlp } from './vae-mlp';

export { initialParameters } from './layers';
export type { DataFeed, Parameters, Phase, Workload, WorkloadParameter } from './types';

/** The eight that are counted: the same as in `torch_workloads.py`. */
export const referenceWorkloads: Readonly<Record<string, () => Workload>> = {
  'toy-flow': toyFlow,
  realnvp: realNvp,
  'vae-mlp': vaeMlp,
  'vae-conv': vaeConv,
  dcgan,
  'ddpm-unet': ddpmUnet,
  dit,
  'char-gpt': charGpt,
};

/** All that can be asked for by name. */
export const workloads: Readonly<Record<string, () => Workload>> = { ...referenceWorkloads, 'vae-400': vae400 };

/** Makes a workload by name; throws one sentence where there is none of that name. */
export function findWorkload(name: string): () => Workload {
  if (Object.hasOwn(workloads, name)) return workloads[name];
  throw new Error(
    `bench: got the workload "${name}", expected one of ${Object.keys(workloads).join(', ')}; choose one of these.`,
  );
}
