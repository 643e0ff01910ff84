/**
 * Where a training step first gives numbers that are not finite. A program with the inputs of the step says of every
 * value that a node computes, in the order of computation, whether it is finite; batches and noise can be made again, so
 * the step that failed can be looked at after the fact.
 */
import type { Catalogue, PortValue } from '../catalogue/types';
import type { ProjectDocument } from '../graph/document';
import { BLOCK_INPUT } from '../graph/node-ports';
import {
  add,
  buildProgram,
  cast,
  equal,
  gradients,
  isFiniteValue,
  min,
  type NamedArrays,
  type ParameterLayout,
  type Program,
  square,
  sub,
  type Tensor,
} from '../tensor';
import { topologicalOrder } from '../tensor/graph';
import { neededFeeds, parametersIn, traceWith } from './plan';
import type { Feed, PlacedValue, Trace } from './trace';
import { turnsOf } from './turns';
import { partsOf, watchedParameters } from './watched';

/** Something of which a diagnosis can tell whether it is finite. */
export interface Suspicion {
  what: 'value' | 'parameter' | 'gradient';
  /** Network that the node stands in; absent on the study graph. */
  network?: string;
  node: string;
  /** Study node that the network works for. */
  owner?: string;
  /** Name of the parameter within its node, for instance `weight`. */
  parameter?: string;
}

/** A program whose outputs are codes: 0 where all is finite, 1 where something is infinite, 2 where something is NaN. */
export interface Diagnosis {
  program: Program;
  feeds: readonly Feed[];
  /** In the order in which they are to be asked: the first whose code is not 0 is the culprit. */
  suspicions: readonly (Suspicion & { output: string })[];
  /** Rows of a batch; codes of values that have this many rows come one a row. */
  batchSize: number | null;
}

/** The first thing that was not finite. */
export interface Culprit extends Suspicion {
  kind: 'nan' | 'infinite';
  /** Rows of the batch in which it shows; null where it cannot be told. */
  rows: readonly number[] | null;
}

/** Codes of a value: one a row where its first axis is the batch, one in all otherwise. */
const codes = (x: Tensor, batchSize: number | null): Tensor => {
  const axes = x.shape.map((_, axis) => axis).slice(batchSize !== null && x.shape[0] === batchSize ? 1 : 0);
  const every = (holds: Tensor): Tensor => {
    const ones = cast(holds, 'float32');
    return axes.length === 0 ? ones : min(ones, { axes });
  };
  return sub(2, add(every(equal(x, x)), every(isFiniteValue(x))));
};

const tensorsOf = (value: PortValue): Tensor[] =>
  partsOf(value).flatMap(({ tensor }) => (tensor.dtype === 'float32' ? [tensor] : []));

const INPUTS: readonly (string | undefined)[] = ['layer.input', BLOCK_INPUT];

/** What enters a network or block is made by the node that it is inside of, from what is wired into that. */
const maker = ({ document }: Trace, placed: PlacedValue): Pick<PlacedValue, 'network' | 'node' | 'owner'> => {
  const { network, node, holder, owner } = placed;
  const type = network && document.networks[network]?.nodes.find(({ id }) => id === node)?.type;
  if (!holder || !INPUTS.includes(type)) return placed;
  return { ...holder, owner: holder.network === undefined ? undefined : owner };
};

/** Rows of a batch, where all data of the study agrees on them. */
const batchSizeOf = (trace: Trace): number | null => {
  const sizes = new Set(
    [...trace.feeds.values()].flatMap(({ feed }) => (feed.type === 'batch' ? [feed.shape[0]] : [])),
  );
  return sizes.size === 1 ? [...sizes][0] : null;
};

interface Watched extends Suspicion {
  tensor: Tensor;
}

const parametersOf = (trace: Trace): (Watched & { trainable: boolean })[] =>
  watchedParameters(trace).map((each) => ({ ...each, what: 'parameter' }));

const watchedValues = (trace: Trace): Watched[] => {
  const needed = new Set(topologicalOrder(lossesOf(trace)));
  const values = trace.values.flatMap((placed) =>
    tensorsOf(placed.value)
      .filter((tensor) => needed.has(tensor))
      .map((tensor): Watched => {
        const { network, node, owner } = maker(trace, placed);
        return { what: 'value', network, node, owner, tensor };
      }),
  );
  const reports = trace.reports.map(({ node, value }): Watched => ({ what: 'value', node, tensor: value }));
  return [...values, ...reports];
};

/**
 * Squares of gradients, which optimisers and the norm of all gradients take; nearest to the loss first, as they are
 * computed.
 */
const watchedGradients = (trace: Trace, trainer: string | undefined): Watched[] => {
  const watched = new Map(parametersOf(trace).map((each) => [each.tensor, each]));
  const { turns } = turnsOf(trace);
  const asked = turns.filter(({ objective }) => trainer === undefined || objective.node === trainer);
  return asked.flatMap(({ objective: { loss }, parameters }) => {
    const trained = parameters.flatMap(({ name }) => watched.get(trace.parameters.get(name)?.tensor ?? loss) ?? []);
    const found = gradients(
      loss,
      trained.map(({ tensor }) => tensor),
    );
    return trained.map((each, i): Watched => ({ ...each, what: 'gradient', tensor: square(found[i]) })).reverse();
  });
};

const lossesOf = (trace: Trace): Tensor[] => [
  ...trace.objectives.map(({ loss }) => loss),
  ...trace.reports.map(({ value }) => value),
];

/**
 * A program that tells of parameters and values, or of gradients, whether they are finite.
 * @param layouts of the step program: the diagnosis takes its parameters from the same inputs.
 */
export const buildDiagnosis = (
  document: ProjectDocument,
  catalogue: Catalogue,
  layouts: readonly ParameterLayout[],
  part: 'values' | 'gradients',
  trainer?: string,
): Diagnosis => {
  const trace = traceWith(document, catalogue, parametersIn(layouts));
  const batchSize = batchSizeOf(trace);
  const watched =
    part === 'values' ? [...parametersOf(trace), ...watchedValues(trace)] : watchedGradients(trace, trainer);
  const outputs = watched.map(({ what, tensor }, i) => [
    `finite:${i}`,
    codes(tensor, what === 'value' ? batchSize : null),
  ]);
  const program = buildProgram(`diagnosis-${part}`, Object.fromEntries(outputs));
  return {
    program,
    feeds: neededFeeds(trace, program.inputs),
    suspicions: watched.map(({ what, network, node, owner, parameter }, i) => ({
      what,
      network,
      node,
      owner,
      parameter,
      output: `finite:${i}`,
    })),
    batchSize,
  };
};

/** The first culprit that a run of the program found, or null where everything is finite. */
export const firstCulprit = ({ suspicions, batchSize }: Diagnosis, outputs: Readonly<NamedArrays>): Culprit | null => {
  for (const { output, ...suspicion } of suspicions) {
    const found = outputs[output];
    const worst = Math.max(...found);
    if (worst === 0) continue;
    const rows = found.length === batchSize ? [...found.keys()].filter((row) => found[row] > 0) : null;
    return { ...suspicion, kind: worst === 2 ? 'nan' : 'infinite', rows };
  }
  return null;
};
