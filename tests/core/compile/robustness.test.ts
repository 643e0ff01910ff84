import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, buildDiagnosis, buildStatistics, compilePlan, ProbeBuilder } from '../../../src/core/compile';
import type { Graph, GraphNode, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { blockFlow, template, tinyFlow, tinyVae, wornVae } from './documents';

const documents = [
  template('vae-digits'),
  template('rectified-flow-2d'),
  tinyVae(),
  tinyFlow(),
  blockFlow(),
  wornVae(),
];

/** What a file may hold in place of a setting: wrong types, wrong sizes, far outside every bound. */
const settingValue: fc.Arbitrary<SettingValue> = fc.oneof(
  fc.constantFrom<SettingValue>(-1, 0, 0.5, 1, 2, 3, 17, 2 ** 31, 1e300, true, '', 'x', 'drawn', 'image', 'gaussian'),
  fc.array(fc.constantFrom(0, -1, 1, 2, 28, 784, 2 ** 30, 0.5), { maxLength: 4 }),
  fc.constantFrom<SettingValue>([[0, 0.5]], [[2, -3]]),
);

type Damage = (graph: Graph) => Graph;
const at = <T>(items: readonly T[], index: number): number => (items.length === 0 ? -1 : index % items.length);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.nat().map(
    (i): Damage =>
      (graph) => ({ ...graph, edges: graph.edges.toSpliced(at(graph.edges, i), 1) }),
  ),
  fc.nat().map(
    (i): Damage =>
      (graph) => ({ ...graph, nodes: graph.nodes.toSpliced(at(graph.nodes, i), 1) }),
  ),
  fc.tuple(fc.nat(), fc.nat(), settingValue).map(
    ([i, j, value]): Damage =>
      (graph) => {
        const change = (node: GraphNode): GraphNode => {
          const keys = Object.keys(node.settings);
          return keys.length === 0 ? node : { ...node, settings: { ...node.settings, [keys[j % keys.length]]: value } };
        };
        return { ...graph, nodes: graph.nodes.map((node, k) => (k === at(graph.nodes, i) ? change(node) : node)) };
      },
  ),
  fc.tuple(fc.nat(), fc.nat()).map(
    ([i, j]): Damage =>
      (graph) => {
        const { type } = catalogue.all[i % catalogue.all.length];
        return { ...graph, nodes: graph.nodes.map((node, k) => (k === at(graph.nodes, j) ? { ...node, type } : node)) };
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.boolean()).map(
    ([i, j, source]): Damage =>
      (graph) => {
        const end = graph.nodes[at(graph.nodes, j)];
        if (!end) return graph;
        const definition = catalogue.find(end.type);
        const [port = 'x'] = Object.keys((source ? definition?.outputs : definition?.inputs) ?? {});
        const move = { [source ? 'source' : 'target']: { node: end.id, port } };
        return {
          ...graph,
          edges: graph.edges.map((edge, k) => (k === at(graph.edges, i) ? { ...edge, ...move } : edge)),
        };
      },
  ),
  fc.tuple(fc.nat(), fc.constantFrom(undefined, 'encoder', 'denoiser', 'unit', 'none')).map(
    ([i, network]): Damage =>
      (graph) => {
        const change = ({ network: _, ...node }: GraphNode): GraphNode =>
          network === undefined ? node : { ...node, network };
        return { ...graph, nodes: graph.nodes.map((node, k) => (k === at(graph.nodes, i) ? change(node) : node)) };
      },
  ),
  fc.tuple(fc.nat(), fc.constantFrom('mute', 'bypass')).map(
    ([i, mode]): Damage =>
      (graph) => ({
        ...graph,
        nodes: graph.nodes.map((node, k) => (k === at(graph.nodes, i) ? { ...node, mode } : node)),
      }),
  ),
);

/** One blow to the study or, by its number, to one of the networks. */
const strike = (document: ProjectDocument, where: number, blow: Damage): ProjectDocument => {
  const ids = Object.keys(document.networks);
  const id = ids[(where % (ids.length + 1)) - 1];
  if (id === undefined) return { ...document, study: { ...document.study, ...blow(document.study) } };
  return { ...document, networks: { ...document.networks, [id]: blow(document.networks[id]) } };
};

const damaged: fc.Arbitrary<ProjectDocument> = fc
  .tuple(fc.constantFrom(...documents), fc.array(fc.tuple(fc.nat(), damage), { minLength: 1, maxLength: 5 }))
  .map(([document, blows]) => blows.reduce((current, [where, blow]) => strike(current, where, blow), document));

/** Traces of a bug rather than of a mistake in the document. */
const BUG = /undefined|null|\[object|NaN|is not a function|not iterable|Cannot read|Maximum call stack|Invalid array/;

test('analyse never throws, and says every fault once, in a whole sentence with a place', () => {
  fc.assert(
    fc.property(damaged, (document) => {
      const { ok, problems, edges } = analyse(document, catalogue);
      expect(ok).toBe(problems.every(({ severity }) => severity !== 'error'));
      for (const { message, network, node } of problems) {
        expect(message).toMatch(/^["\p{Lu}β].*[.?]$/su);
        expect(message).not.toMatch(BUG);
        const graph = network === undefined ? document.study : document.networks[network];
        if (node !== undefined) expect(graph.nodes.some(({ id }) => id === node)).toBe(true);
      }
      const said = problems.map((problem) => JSON.stringify(problem));
      expect(new Set(said).size).toBe(said.length);
      for (const { shape } of Object.values(edges)) expect(shape.every((n) => Number.isInteger(n) && n > 0)).toBe(true);
    }),
    { numRuns: 400, seed: 11 },
  );
});

test('what analyse finds trainable compiles, with all its views', () => {
  let compiled = 0;
  fc.assert(
    fc.property(damaged, (document) => {
      if (!analyse(document, catalogue).ok) return;
      compiled++;
      const plan = compilePlan(document, catalogue);
      expect(plan.reports.length).toBeGreaterThan(0);
      const { layout } = plan.step.groups.parameters;
      const builder = new ProbeBuilder(document, catalogue, [layout]);
      const { encoder, decoder, samplers } = builder.targets();
      if (encoder) expect(builder.encode(2).program.outputs[0].shape).toEqual([2, encoder.width]);
      if (decoder) expect(builder.decode(2).program.outputs[0].shape).toEqual([2, ...decoder.itemShape]);
      for (const { node, itemShape } of samplers) {
        expect(builder.sample(node, 3).program.outputs[0].shape).toEqual([3, ...itemShape]);
        expect(builder.field(node, 3).program.outputs[0].shape).toEqual([3, ...itemShape]);
      }
      builder.evaluate(4);
      expect(buildStatistics(document, catalogue, [layout], 4).values.length).toBeGreaterThan(0);
      for (const part of ['values', 'gradients'] as const) buildDiagnosis(document, catalogue, [layout], part);
    }),
    { numRuns: 400, seed: 12 },
  );
  expect(compiled).toBeGreaterThan(20);
});
