/** The engines there are, and whether each can run here. */

import { createReferenceEngine } from './reference/engine';
import type { BackendInfo, Engine, EngineOptions } from './types';

interface Backend {
  readonly title: string;
  readonly software?: boolean;
  /** Loads the engine's libraries; rejects where they cannot be loaded. */
  create(options: EngineOptions): Promise<Engine>;
}

const backends: Readonly<Record<string, Backend>> = {
  cpu: {
    title: 'ONNX Runtime, CPU',
    create: async (options) => (await import('./onnxruntime/engine')).createOnnxRuntimeEngine(options),
  },
  reference: {
    title: 'Reference interpreter (slow)',
    software: true,
    create: async () => createReferenceEngine(),
  },
};

/** Every engine by id, with a reason where it cannot run. */
export const listBackends = (): Promise<BackendInfo[]> =>
  Promise.all(
    Object.entries(backends).map(async ([id, { title, software, create }]) => {
      try {
        await (await create({})).dispose();
        return { id, title, available: true, software };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { id, title, available: false, reason, software };
      }
    }),
  );

/** Starts an engine by id; rejects with one sentence where there is none or it cannot run. */
export async function createEngine(id: string, options: EngineOptions = {}): Promise<Engine> {
  const backend = Object.hasOwn(backends, id) ? backends[id] : undefined;
  if (backend) return backend.create(options);
  throw new Error(`engine: got "${id}", expected one of ${Object.keys(backends).join(', ')}; choose one of these.`);
}
