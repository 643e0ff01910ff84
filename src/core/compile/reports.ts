/** The curves of a study: what each node reports, and the whole loss of each trainer. */
import { nodeName } from '../graph';
import type { Tensor } from '../tensor';
import type { Trace } from './trace';
import { neededBy, type Turn } from './turns';

/** A number that every training step reports. */
export interface Report {
  /**
   * Name of the curve: the id of the node that reports it, with the curve's own after a dot where a node has several; `loss` for
   * the whole of what the one trainer lowers.
   */
  name: string;
  /** Node that reports it. */
  node: string;
  title: string;
  unit: string;
  /** Output of the step program that holds it. */
  output: string;
  /** Another report that always has the same value, for instance the total of a single loss. */
  repeats?: string;
}

/** Name of the curve of the trainer's whole loss. */
const TOTAL = 'loss';

const GRADIENT_NORM = 'gradient_norm';

/** A node that is called as a curve of the trainer is keeps its curve apart from it. */
const curveName = (node: string): string => (node === TOTAL || node === GRADIENT_NORM ? `${node}_term` : node);

export const reportOutput = (node: string): string => `report:${node}`;

/** Of several trainers, each names its curves. No node has a colon in its name. */
const trainerCurve = (curve: string, trainer: string, trainers: number): string =>
  trainers === 1 ? curve : `${trainer}:${curve}`;

/**
 * What is told of an update: what the nodes report that this trainer's losses need, and no trainer's before it, its whole loss,
 * and with the last trainer what nothing needs.
 * @param turn whose curves they are; null for those of all.
 */
export const phaseReports = (
  traced: Trace,
  turns: readonly Turn[],
  turn: Turn | null,
): { report: Report; value: Tensor }[] => {
  const { document, catalogue, reports } = traced;
  const trainers = turns.map(({ objective }) => objective.node);
  const needed = trainers.map((trainer) => neededBy(trainer, document.study));
  const tellerOf = (node: string): number => {
    const found = needed.findIndex((nodes) => nodes.has(node));
    return found < 0 ? turns.length - 1 : found;
  };
  const titles = new Map(document.study.nodes.map((node) => [node.id, nodeName(node, catalogue)]));
  const titleOf = (node: string): string => titles.get(node) ?? node;
  const told = reports.filter(({ node }) => turn === null || turns[tellerOf(node)] === turn);
  return told.map(({ name, node, unit, value, curve }) => {
    const output = reportOutput(name);
    const at = trainers.indexOf(name);
    const title = curve === undefined ? titleOf(node) : `${titleOf(node)}: ${curve}`;
    if (at < 0) return { report: { name: curveName(name), node, title, unit, output }, value };
    const terms = reports.filter(({ node }) => !trainers.includes(node) && needed[at].has(node));
    const units = new Set(
      (turns.length === 1 ? reports.filter(({ node }) => node !== name) : terms).map((each) => each.unit),
    );
    const twin = reports.find((other) => other.value === value && other.name !== name);
    const report = {
      name: trainerCurve(TOTAL, name, turns.length),
      node: name,
      title: turns.length === 1 ? 'Loss' : `${titleOf(name)}: loss`,
      /** A sum has a unit only where all its terms share one. */
      unit: units.size === 1 ? [...units][0] : '',
      output,
      ...(twin && { repeats: curveName(twin.name) }),
    };
    return { report, value };
  });
};

export const gradNormReport = ({ objective }: Turn, trainers: number, output = 'gradNorm'): Report => ({
  name: trainerCurve(GRADIENT_NORM, objective.node, trainers),
  node: objective.node,
  title: 'Gradient norm',
  unit: '',
  output,
});
