/** A program that computes what one port of one node gives. */
import type { Catalogue, PortKind } from '../catalogue/types';
import { graphAt, nodeName } from '../graph';
import type { ProjectDocument } from '../graph/document';
import { buildProgram, cast, type ParameterLayout, type Program, type Shape, type Tensor } from '../tensor';
import { chosenValues, type ValueRun } from './chosen-values';
import { neededFeeds, parametersIn, traceWith } from './plan';
import { shownAs } from './shown-as';
import type { Feed } from './trace';
import { partsOf, type ValuePart } from './watched';

export interface OutputPart {
  part: ValuePart['part'];
  shape: Shape;
  /** Name of the output of the program, as float32. */
  output: string;
  /** Name of the output that holds it as the objective that reads it shows it; null where none does. */
  shown: string | null;
}

export interface NodeOutput extends ValueRun {
  program: Program;
  feeds: readonly Feed[];
  kind: PortKind;
  /** One, or two for a distribution. */
  parts: readonly OutputPart[];
}

export interface OutputPlace {
  network: string | null;
  node: string;
  port: string;
}

const SHOWN = 'shown';

/** Why a node gives nothing, as one sentence. */
const silence = (document: ProjectDocument, catalogue: Catalogue, { network, node, port }: OutputPlace): string => {
  const found = graphAt(document, network)?.nodes.find(({ id }) => id === node);
  if (!found) return 'This node is not part of the open run; press Train to take the graph over as it is now.';
  const name = nodeName(found, catalogue);
  if (found.mode === 'mute') return `${name} is muted, so it gives nothing; unmute it to see numbers.`;
  return `${name} gives nothing by "${port}" in this run; wire it up, or unmute what comes before it.`;
};

/**
 * What one port gives for a batch, as in evaluation. Of several runs it is the one that the statistics speak of.
 * @throws RangeError with one sentence where the port gives no numbers.
 */
export const buildNodeOutput = (
  document: ProjectDocument,
  catalogue: Catalogue,
  layouts: readonly ParameterLayout[],
  batchSize: number,
  place: OutputPlace,
): NodeOutput => {
  const trace = traceWith(document, catalogue, parametersIn(layouts), batchSize);
  const { network, node, port } = place;
  const chosen = chosenValues(trace).find(
    (each) => each.network === network && each.node === node && each.port === port,
  );
  if (!chosen) throw new RangeError(silence(document, catalogue, place));
  const parts = partsOf(chosen.value);
  const { kind } = chosen.value;
  if (parts.length === 0)
    throw new RangeError(`This port gives a ${kind}, which has no numbers of its own; look at a node that uses it.`);
  const outputs = parts.map(({ tensor }, i): [string, Tensor] => [`part:${i}`, cast(tensor, 'float32')]);
  const shown = network === null && parts.length === 1 ? shownAs(trace, node, parts[0].tensor) : undefined;
  if (shown) outputs.push([SHOWN, shown]);
  const program = buildProgram('node-output', Object.fromEntries(outputs));
  const { owner, uses, repetitions } = chosen;
  return {
    program,
    feeds: neededFeeds(trace, program.inputs),
    kind,
    parts: parts.map(({ part, tensor }, i) => ({
      part,
      shape: tensor.shape,
      output: `part:${i}`,
      shown: shown ? SHOWN : null,
    })),
    owner,
    uses,
    repetitions,
  };
};
