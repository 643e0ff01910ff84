/** The TensorFlow engine for tests, where it has been prepared (`node scripts/tensorflow.mjs`). */

import { existsSync } from 'node:fs';
import { test } from 'vitest';
import { tensorFlowFolder } from '../../scripts/lib/tensorflow.mjs';
import { createEngine, type Engine } from '../../src/engine';

/** Runs the declarations with an engine; where there is none, declares one skipped test that says why. */
export async function withTensorFlow(declare: (engine: Engine) => void | Promise<void>): Promise<void> {
  if (existsSync(tensorFlowFolder)) process.env.LOOM_TENSORFLOW ??= tensorFlowFolder;
  let engine: Engine;
  try {
    engine = await createEngine('tensorflow');
  } catch (error) {
    test.skip(error instanceof Error ? error.message : String(error));
    return;
  }
  await declare(engine);
}
