/** Execution providers of ONNX Runtime: how each is called, and what it needs. */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OnnxTarget } from '../../core/tensor/rule';
import type { Availability } from '../types';
import { nvidiaCards, softwareName } from './device-name';
import { type Attempt, probe } from './probe';

export interface Provider {
  /** Id of its engine. */
  readonly id: string;
  readonly title: string;
  /** Name in ONNX Runtime. */
  readonly name: string;
  readonly target: OnnxTarget;
  /** Whether outputs can stay in the memory of the device: the Node binding knows how to for WebGPU only. */
  readonly keepsOutputs: boolean;
}

export const providers = {
  cpu: { id: 'cpu', title: 'ONNX Runtime, CPU', name: 'cpu', target: 'cpu', keepsOutputs: false },
  webgpu: { id: 'webgpu', title: 'WebGPU', name: 'webgpu', target: 'webgpu', keepsOutputs: true },
  cuda: { id: 'cuda', title: 'CUDA (NVIDIA)', name: 'cuda', target: 'standard', keepsOutputs: false },
  directml: { id: 'directml', title: 'DirectML', name: 'dml', target: 'standard', keepsOutputs: false },
  coreml: { id: 'coreml', title: 'CoreML', name: 'coreml', target: 'standard', keepsOutputs: false },
} as const satisfies Record<string, Provider>;

const unavailable = (reason: string): Availability => ({ available: false, reason });

/** Folder of the native libraries of onnxruntime-node. */
const libraries = (): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('onnxruntime-node')),
    '../bin/napi-v6',
    process.platform,
    process.arch,
  );

async function cuda(attempt: Attempt): Promise<Availability> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return unavailable(
      `CUDA runs on Linux x64 only, and this is ${process.platform} ${process.arch}; choose WebGPU, which uses NVIDIA cards too.`,
    );
  }
  const cards = nvidiaCards();
  if (!cards) return unavailable('CUDA needs an NVIDIA driver, and none is loaded; install the driver of your card.');
  if (!existsSync(join(libraries(), 'libonnxruntime_providers_cuda.so'))) {
    return unavailable(
      'CUDA needs the CUDA provider library of onnxruntime-node, which is not installed; run "ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node" in the folder of this program, or choose WebGPU.',
    );
  }
  const found = await attempt(providers.cuda.name);
  if (!found.ok) {
    const missing = /(lib[\w.+-]+\.so[.\d]*): cannot open shared object file/.exec(found.log)?.[1];
    const problem = missing ? `${missing} is not installed` : found.problem;
    return unavailable(`CUDA could not start (${problem}); install CUDA 12 and cuDNN 9, or choose WebGPU.`);
  }
  return { available: true, device: cards[0] ?? found.device };
}

const noVulkan = /Couldn't load Vulkan/;
const noAdapter = /No supported adapters|Failed to get a WebGPU adapter/;

function webgpuReason(problem: string, log: string): string {
  if (process.platform === 'linux' && noVulkan.test(log)) {
    return 'WebGPU needs Vulkan, and libvulkan.so.1 is not installed; install the Vulkan loader and the driver of your graphics card.';
  }
  return noAdapter.test(problem)
    ? 'WebGPU found no graphics device that it can use; install or update the driver of your graphics card.'
    : `WebGPU could not start (${problem}); update the driver of your graphics card.`;
}

async function webgpu(attempt: Attempt): Promise<Availability> {
  if (process.platform === 'linux' && process.arch !== 'x64') {
    return unavailable('WebGPU is not part of onnxruntime-node for Linux on this processor; choose CPU.');
  }
  const found = await attempt(providers.webgpu.name);
  if (!found.ok) return unavailable(webgpuReason(found.problem, found.log));
  const software = softwareName(found.device ?? '');
  return {
    available: true,
    device: found.device,
    ...(software ? { software: true, title: `${providers.webgpu.title} (software, ${software})` } : {}),
  };
}

async function only(
  platform: NodeJS.Platform,
  system: string,
  provider: Provider,
  attempt: Attempt,
): Promise<Availability> {
  if (process.platform !== platform) {
    return unavailable(`${provider.title} runs on ${system} only; choose WebGPU or CPU.`);
  }
  const found = await attempt(provider.name);
  return found.ok
    ? { available: true, device: found.device }
    : unavailable(`${provider.title} could not start (${found.problem}); choose WebGPU or CPU.`);
}

const tried: Readonly<Record<keyof typeof providers, (attempt: Attempt) => Promise<Availability>>> = {
  cpu: async () => ({ available: true }),
  webgpu,
  cuda,
  directml: (attempt) => only('win32', 'Windows', providers.directml, attempt),
  coreml: (attempt) => only('darwin', 'macOS', providers.coreml, attempt),
};

/** Whether a provider can run here; all but the CPU are tried out. */
export async function availability(id: keyof typeof providers, attempt: Attempt = probe): Promise<Availability> {
  if (existsSync(join(libraries(), 'onnxruntime_binding.node'))) return tried[id](attempt);
  return unavailable(
    `ONNX Runtime has no library for ${process.platform} ${process.arch}; use a computer that it supports, or choose another engine.`,
  );
}
