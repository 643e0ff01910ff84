import { afterAll } from 'vitest';
import { describeEncodings, describePrimitives } from './table';
import { withTensorFlow } from './tensorflow';

await withTensorFlow((engine) => {
  afterAll(() => engine.dispose());
  describePrimitives(engine, { all: 2e-5 });
  describeEncodings(engine, { all: 2e-5 });
});
