/** The engines there are, and whether each can run here. */

import type { Attempt } from './onnxruntime/probe';
import { availability, providers } from './onnxruntime/providers';
import { createReferenceEngine } from './reference/engine';
import { createTensorFlowEngine, tensorFlowTitles } from './tfjs/engine';
import { type Device, probeTensorFlow } from './tfjs/load';
import type { Availability, BackendInfo, Engine, EngineOptions } from './types';

interface Backend {
  readonly title: string;
  /** Finds out whether it can run here; does no harm where it cannot. Asked once. */
  probe(attempt?: Attempt): Promise<Availability>;
  /** Starts it; only called where it is available. */
  create(options: EngineOptions, title: string): Promise<Engine>;
}

const onnxRuntime = (provider: (typeof providers)[keyof typeof providers]): Backend => ({
  title: provider.title,
  probe: (attempt) => availability(provider.id, attempt),
  create: async (options, title) =>
    (await import('./onnxruntime/engine')).createOnnxRuntimeEngine(provider, options, title),
});

const tensorFlow = (device: Device): Backend => ({
  title: tensorFlowTitles[device],
  probe: () => probeTensorFlow(device),
  create: (options) => createTensorFlowEngine(device, options),
});

const backends: Readonly<Record<string, Backend>> = {
  cpu: onnxRuntime(providers.cpu),
  webgpu: onnxRuntime(providers.webgpu),
  cuda: onnxRuntime(providers.cuda),
  directml: onnxRuntime(providers.directml),
  coreml: onnxRuntime(providers.coreml),
  tensorflow: tensorFlow('cpu'),
  'tensorflow-gpu': tensorFlow('gpu'),
  reference: {
    title: 'Reference interpreter (slow)',
    probe: async () => ({ available: true, software: true }),
    create: async () => createReferenceEngine(),
  },
};

const probed = new Map<string, Promise<BackendInfo>>();

const find = (id: string, { title, probe }: Backend, attempt?: Attempt): Promise<BackendInfo> =>
  probe(attempt).then(
    (availability) => ({ id, title, ...availability }),
    (error: unknown) => ({
      id,
      title,
      available: false,
      reason: error instanceof Error ? error.message : String(error),
    }),
  );

/** What is known of an engine; it is tried at the first call only. */
function inspect(id: string, backend: Backend): Promise<BackendInfo> {
  const found = probed.get(id) ?? find(id, backend);
  probed.set(id, found);
  return found;
}

/**
 * Every engine by id, with a reason where it cannot run.
 * @param attempt Stands in for trying the providers of ONNX Runtime, for instance where a driver is known to be faulty.
 */
export const listBackends = (attempt?: Attempt): Promise<BackendInfo[]> =>
  Promise.all(
    Object.entries(backends).map(([id, backend]) => (attempt ? find(id, backend, attempt) : inspect(id, backend))),
  );

/** Starts an engine by id; rejects with one sentence where there is none or it cannot run. */
export async function createEngine(id: string, options: EngineOptions = {}): Promise<Engine> {
  const backend = Object.hasOwn(backends, id) ? backends[id] : undefined;
  if (!backend) {
    throw new Error(`engine: got "${id}", expected one of ${Object.keys(backends).join(', ')}; choose one of these.`);
  }
  const { available, reason, title } = await inspect(id, backend);
  if (!available) throw new Error(reason);
  return backend.create(options, title);
}
