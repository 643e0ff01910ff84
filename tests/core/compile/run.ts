import { catalogue } from '../../../src/core/catalogue';
import type { Catalogue } from '../../../src/core/catalogue/types';
import { compilePlan, type Feed, type Plan } from '../../../src/core/compile';
import { initialize } from '../../../src/core/compile/initialize';
import type { ProjectDocument } from '../../../src/core/graph/document';
import {
  type HostData,
  initialState,
  interpret,
  type NamedArrays,
  normal,
  type Precision,
  type StepNumbers,
  sizeOf,
  stepScalars,
  uniform,
} from '../../../src/core/tensor';

export type Feeds = Record<string, ArrayLike<number>>;

export const planOf = (document: ProjectDocument, nodes: Catalogue = catalogue): Plan => compilePlan(document, nodes);

/** Fresh parameters by name. */
export const freshParameters = ({ parameters }: Plan, seed = 5): NamedArrays =>
  Object.fromEntries(
    parameters.map(({ name, shape, initializer }) => [
      name,
      initialize(initializer, sizeOf(shape), { seed, stream: name, step: 0 }),
    ]),
  );

/** Some numbers for everything a program must be fed: batches and noise by name, live settings as in the document. */
export const someFeeds = (feeds: readonly Feed[], seed = 9): Feeds =>
  Object.fromEntries(
    feeds.map((feed) => {
      if (feed.type === 'live') return [feed.input, [feed.value]];
      const values = new Float32Array(sizeOf(feed.shape));
      const draw = feed.type === 'random' && feed.distribution === 'uniform' ? uniform : normal;
      return [feed.input, draw(values, { seed, stream: feed.input, step: 0 })];
    }),
  );

/** The optimiser's numbers of a step under the name of their input. */
export const scalarFeed = ({ step }: Plan, numbers: StepNumbers): Feeds => ({
  [step.groups.parameters.scalarsInput]: stepScalars(step, 'parameters', numbers),
});

/** Outputs of the first training step, in double precision unless told otherwise. */
export const firstStep = (
  plan: Plan,
  parameters: NamedArrays,
  feeds: Feeds,
  { learningRate = 0.01, precision = 'float64' as Precision } = {},
): Record<string, HostData> =>
  interpret(
    plan.step.program,
    {
      ...initialState(plan.step, parameters),
      ...feeds,
      ...scalarFeed(plan, { learningRate, t: 1 }),
    },
    precision,
  );

/** Gradients of a first step in the order of the layout: with moments at zero the new mean sum is the gradient. */
export const gradientOf = (plan: Plan, outputs: Readonly<Record<string, ArrayLike<number>>>): number[] =>
  plan.step.state.flatMap(({ input, output }) =>
    input.startsWith('adam.mean_sum:') ? Array.from(outputs[output]) : [],
  );
