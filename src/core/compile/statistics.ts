/**
 * Statistics of everything on the graph for one fixed batch: of every value its spread, zeros and dead units, of every
 * parameter its size and that of its gradient. One program with two outputs, rows of numbers side by side, since an
 * output of its own for each number would cost more than computing it.
 */
import type { Catalogue } from '../catalogue/types';
import type { ProjectDocument } from '../graph/document';
import {
  abs,
  add,
  asTensor,
  buildProgram,
  cast,
  concat,
  div,
  equal,
  gradients,
  greater,
  isFiniteValue,
  max,
  maximum,
  mean,
  min,
  mul,
  type NamedArrays,
  type ParameterLayout,
  type Program,
  reshape,
  type Shape,
  sizeOf,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '../tensor';
import { type ChosenValue, chosenValues, type ValueRun } from './chosen-values';
import { neededFeeds, parametersIn, traceWith } from './plan';
import type { Feed, Trace } from './trace';
import { turnsOf } from './turns';
import { partsOf, type ValuePart, watchedParameters } from './watched';

/** Function that a value comes straight out of, where its range says how healthy it is. */
export type Activation = 'relu' | 'tanh' | 'sigmoid';

export interface ValuePlace extends ValueRun {
  network: string | null;
  node: string;
  port: string;
  part: ValuePart['part'];
  activation: Activation | null;
  /** Units behind a ReLU that the node computes, at its output or on the way there; 0 where there are none. */
  reluUnits: number;
  shape: Shape;
  /** Size of the axis that counts units: channels of pictures (n, c, h, w), the last axis of everything else. */
  units: number;
}

/** Of a value's numbers; those that are not finite count as absent in `mean` and `std`, and as 0 in `min` and `max`. */
export interface ValueNumbers {
  mean: number;
  std: number;
  min: number;
  max: number;
  /** Share of zeros. */
  zeros: number;
  /** Share of the units behind a ReLU that are 0 for every item of the batch. */
  dead: number;
  /** Share of numbers within 0.01 of a bound of tanh or sigmoid; 0 for all other values. */
  saturated: number;
  /** Share of numbers that are NaN or infinite. */
  notFinite: number;
}

export interface ParameterPlace {
  network: string | null;
  node: string;
  /** Name within the node, for instance `weight`; in a repeated block with the repetition before it, `2.weight`. */
  name: string;
  count: number;
  trainable: boolean;
}

export interface ParameterNumbers {
  /** Root mean square of the weights. */
  weight: number;
  /** Root mean square of the gradient of the loss; 0 for what is not trained. */
  gradient: number;
}

export interface StatisticsProgram {
  program: Program;
  feeds: readonly Feed[];
  values: readonly ValuePlace[];
  parameters: readonly ParameterPlace[];
}

const VALUE_FIELDS = ['mean', 'std', 'min', 'max', 'zeros', 'dead', 'saturated', 'notFinite'] as const;
const PARAMETER_FIELDS = ['weight', 'gradient'] as const;
/** Names of the outputs; both hold rows of the fields above. */
const [VALUES, PARAMETERS] = ['statistics:values', 'statistics:parameters'];
/** From here on tanh and (rescaled) sigmoid hardly let a gradient through: 1 − 0.98² is 0.04. */
const SATURATED = 0.98;

/** Axis that counts units, or null for scalars and rows of single numbers. */
const unitAxis = ({ length }: Shape): number | null => (length < 2 ? null : length > 3 ? 1 : length - 1);

const activationOf = ({ primitive }: Tensor): Activation | null =>
  primitive === 'relu' || primitive === 'tanh' || primitive === 'sigmoid' ? primitive : null;

const saturatedShare = (x: Tensor, activation: Activation | null): Tensor | number => {
  if (activation === null || activation === 'relu') return 0;
  const centred = activation === 'tanh' ? x : sub(mul(2, x), 1);
  return mean(cast(greater(abs(centred), SATURATED), 'float32'));
};

const unitsOf = (shape: Shape): number => {
  const axis = unitAxis(shape);
  return axis === null ? 1 : shape[axis];
};

/** Count of the units of a ReLU's output that are 0 for every item. */
const deadUnits = (x: Tensor): Tensor => {
  const axis = unitAxis(x.shape);
  const highest = max(x, { axes: x.shape.map((_, i) => i).filter((i) => i !== axis) });
  return sum(cast(equal(highest, 0), 'float32'));
};

/** Row of the numbers of a value, in the order of `VALUE_FIELDS`. */
const valueRow = ({ tensor: given, relus, place: { activation } }: Watched): (Tensor | number)[] => {
  const raw = cast(given, 'float32');
  const finite = isFiniteValue(raw);
  const count = sum(cast(finite, 'float32'));
  const x = where(finite, raw, 0);
  const size = sizeOf(x.shape);
  const known = maximum(count, 1);
  const average = div(sum(x), known);
  // Numbers that are not finite stand as zeros in the sum: what they add is taken off again.
  const strays = mul(sub(size, count), square(average));
  const variance = maximum(div(sub(sum(square(sub(x, average))), strays), known), 0);
  const dead = relus.map(deadUnits).reduce<Tensor | number>((total, each) => add(total, each), 0);
  const among = relus.reduce((total, { shape }) => total + unitsOf(shape), 0);
  return [
    average,
    sqrt(variance),
    min(x),
    max(x),
    mean(cast(equal(raw, 0), 'float32')),
    mul(dead, 1 / Math.max(1, among)),
    saturatedShare(x, activation),
    sub(1, mul(count, 1 / size)),
  ];
};

const rms = (x: Tensor): Tensor => sqrt(mean(square(x)));

/** Scalars side by side in one row. */
const row = (numbers: readonly (Tensor | number)[]): Tensor =>
  concat(
    numbers.map((each) => reshape(asTensor(each), [1])),
    0,
  );

interface Watched {
  place: ValuePlace;
  tensor: Tensor;
  /** Outputs of ReLU that the node computes. */
  relus: readonly Tensor[];
}

/** Every tensor on the way to one from those that other nodes gave, itself included. */
const computedFor = (tensor: Tensor, given: ReadonlySet<Tensor>): Tensor[] => {
  const found = new Set([tensor]);
  for (const each of found) for (const input of each.inputs) if (!given.has(input)) found.add(input);
  return [...found];
};

const watchedValues = (trace: Trace): Watched[] => {
  const given = new Set(trace.values.flatMap(({ value }) => partsOf(value).map(({ tensor }) => tensor)));
  /** What several nodes hand on is the work of the first. */
  const claimed = new Set<Tensor>();
  const watched = ({ value, ...chosen }: ChosenValue, { part, tensor }: ValuePart): Watched => {
    const own = !claimed.has(tensor);
    claimed.add(tensor);
    const relus = own ? computedFor(tensor, given).filter(({ primitive }) => primitive === 'relu') : [];
    const reluUnits = relus.reduce((total, { shape }) => total + unitsOf(shape), 0);
    const activation = own ? activationOf(tensor) : null;
    const { shape } = tensor;
    return { place: { ...chosen, part, activation, reluUnits, shape, units: unitsOf(shape) }, tensor, relus };
  };
  return chosenValues(trace).flatMap((chosen) =>
    partsOf(chosen.value)
      .filter(({ tensor }) => tensor.dtype !== 'bool' && sizeOf(tensor.shape) > 0)
      .map((each) => watched(chosen, each)),
  );
};

/** The gradient of each trained parameter, of the loss of its trainer. */
const gradientsOf = (trace: Trace): ReadonlyMap<Tensor, Tensor> =>
  new Map(
    turnsOf(trace).turns.flatMap(({ objective, parameters }) => {
      const trained = parameters.flatMap(({ name }) => trace.parameters.get(name)?.tensor ?? []);
      return gradients(objective.loss, trained).map((each, i) => [trained[i], each] as const);
    }),
  );

/**
 * The program that takes statistics of a document, on a batch of its own, as in evaluation: dropout is off and running
 * statistics count, so that readings differ by the weights alone.
 * @param layouts of the step program: parameters are taken from the same inputs.
 */
export const buildStatistics = (
  document: ProjectDocument,
  catalogue: Catalogue,
  layouts: readonly ParameterLayout[],
  batchSize: number,
): StatisticsProgram => {
  const trace = traceWith(document, catalogue, parametersIn(layouts), batchSize);
  const values = watchedValues(trace);
  const parameters = watchedParameters(trace);
  const found = gradientsOf(trace);
  const parameterRow = (tensor: Tensor): (Tensor | number)[] => {
    const gradient = found.get(tensor);
    return [rms(tensor), gradient ? rms(gradient) : 0];
  };
  const program = buildProgram('statistics', {
    [VALUES]: row(values.flatMap(valueRow)),
    [PARAMETERS]: row(parameters.flatMap(({ tensor }) => parameterRow(tensor))),
  });
  return {
    program,
    feeds: neededFeeds(trace, program.inputs),
    values: values.map(({ place }) => place),
    parameters: parameters.map(({ network = null, node, parameter, tensor, trainable }) => ({
      network,
      node,
      name: parameter,
      count: sizeOf(tensor.shape),
      trainable,
    })),
  };
};

/** Rows of numbers by the names of their columns. */
const rowsOf = <F extends string>(fields: readonly F[], numbers: Float32Array, at: number): Record<F, number> => {
  const entries = fields.map((field, i) => [field, numbers[at * fields.length + i]] as const);
  return Object.fromEntries(entries) as Record<F, number>;
};

/** What a run of the program found. */
export const readStatistics = (
  { values, parameters }: StatisticsProgram,
  outputs: Readonly<NamedArrays>,
): { values: (ValuePlace & ValueNumbers)[]; parameters: (ParameterPlace & ParameterNumbers)[] } => ({
  values: values.map((place, i) => ({ ...place, ...rowsOf(VALUE_FIELDS, outputs[VALUES], i) })),
  parameters: parameters.map((place, i) => ({ ...place, ...rowsOf(PARAMETER_FIELDS, outputs[PARAMETERS], i) })),
});
