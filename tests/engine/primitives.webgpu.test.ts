import { afterAll } from 'vitest';
import { describeEncodings, describePrimitives } from './table';
import { withWebGpu } from './webgpu-engine';

await withWebGpu((engine) => {
  afterAll(() => engine.dispose());
  describePrimitives(engine, { all: 2e-5 });
  describeEncodings(engine, { all: 2e-5 });
});
