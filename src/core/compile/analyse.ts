import type { Catalogue } from '../catalogue/types';
import type { Graph, ProjectDocument } from '../graph/document';
import { buildPlainProgram, cost, sizeOf } from '../tensor';
import { placeKey } from './place-key';
import { type Trace, trace } from './trace';
import type { Analysis, WireType } from './types';
import { wireType } from './wire-type';

/** Gradients with respect to inputs and to parameters each cost about one forward pass. */
const FORWARD_AND_BACKWARD = 3;

/** Floating-point operations of a training step, estimated from its forward pass. */
const flopsOf = (traced: Trace): number | undefined => {
  const [objective] = traced.objectives;
  return objective && FORWARD_AND_BACKWARD * cost(buildPlainProgram('loss', { loss: objective.loss })).flops;
};

const edgeTypes = (traced: Trace, graph: Graph, network: string | undefined): Record<string, WireType> => {
  const types: Record<string, WireType> = {};
  for (const { id, source } of graph.edges) {
    const value = traced.outputs.get(placeKey(network, source.node, source.port));
    if (value) types[id] = wireType(value);
  }
  return types;
};

/** Shapes on every wire, parameter counts and problems of a document. Never throws on a document that parsed. */
export const analyse = (document: ProjectDocument, catalogue: Catalogue): Analysis => {
  const traced = trace(document, catalogue);
  const parameters = [...traced.parameters.values()].map(({ spec }) => spec);
  const parametersByNode: Record<string, number> = {};
  const trainable = parameters.filter((each) => each.trainable !== false);
  for (const { node, shape } of trainable) parametersByNode[node] = (parametersByNode[node] ?? 0) + sizeOf(shape);
  const problems = [...traced.problems];
  const whole = !problems.some(({ severity }) => severity === 'error');
  if (whole && traced.objectives.length !== 1)
    problems.push({
      severity: 'error',
      node: traced.objectives[1]?.node,
      message:
        traced.objectives.length === 0
          ? 'Nothing trains yet: add a Trainer and wire a loss into it.'
          : `This study has ${traced.objectives.length} trainers; keep one, or wire all losses into it.`,
    });
  return {
    ok: !problems.some(({ severity }) => severity === 'error'),
    problems,
    outputs: Object.fromEntries([...traced.outputs].map(([place, value]) => [place, wireType(value)])),
    edges: edgeTypes(traced, document.study, undefined),
    networkEdges: Object.fromEntries(
      Object.entries(document.networks).map(([id, graph]) => [id, edgeTypes(traced, graph, id)]),
    ),
    parameters,
    parametersByNode,
    parameterCount: trainable.reduce((total, { shape }) => total + sizeOf(shape), 0),
    flops: flopsOf(traced),
  };
};
