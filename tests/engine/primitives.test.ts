import { afterAll, describe } from 'vitest';
import type { OnnxTarget } from '../../src/core/tensor/rule';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/engine';
import { providers } from '../../src/engine/onnxruntime/providers';
import { describeEncodings, describePrimitives } from './table';

/** What is said for other providers must be right too, and the CPU understands it. */
const targets: readonly OnnxTarget[] = ['cpu', 'standard', 'webgpu'];

for (const target of targets) {
  const engine = await createOnnxRuntimeEngine({ ...providers.cpu, target });
  afterAll(() => engine.dispose());
  describe(`encoded for ${target}`, () => {
    describePrimitives(engine, { all: 2e-5 });
    describeEncodings(engine, { all: 2e-5 });
  });
}
