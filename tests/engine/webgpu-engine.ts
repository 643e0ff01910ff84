/** The WebGPU engine for tests, on a graphics device or SwiftShader. */

import { test } from 'vitest';
import { createEngine, type Engine } from '../../src/engine';

/** Runs the declarations with an engine; where there is none, declares one skipped test that says why. */
export async function withWebGpu(declare: (engine: Engine) => void | Promise<void>): Promise<void> {
  let engine: Engine;
  try {
    engine = await createEngine('webgpu');
  } catch (error) {
    test.skip(error instanceof Error ? error.message : String(error));
    return;
  }
  await declare(engine);
}
