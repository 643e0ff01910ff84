import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile/analyse';
import type { GraphNode } from '../../../src/core/graph/document';
import { costOf, heaviest, sumOfCosts, tiedParameters } from '../../../src/renderer/inspector/cost-rows';
import { commonValue, visibleSettings } from '../../../src/renderer/inspector/mixed';
import { placeOfPort, swapped } from '../../../src/renderer/inspector/port-edits';
import { presetOf } from '../../../src/renderer/inspector/preset-of';
import { describeShapes } from '../../../src/renderer/inspector/shape-rows';
import { candidatesFor, inputWires } from '../../../src/renderer/inspector/wire-rows';
import { vaeDigits } from '../template';

const document = vaeDigits();
const analysis = analyse(document, catalogue);

describe('facts about a node', () => {
  it('names the preset inside a network, and none once it is rewired', () => {
    const definition = catalogue.find('network.encoder');
    if (!definition) throw new Error('no encoder');
    expect(presetOf(document.networks.encoder, definition)).toBe('mlp');
    expect(presetOf({ ...document.networks.encoder, edges: [] }, definition)).toBeNull();
  });

  it('lists the shapes at its ports', () => {
    const definition = catalogue.find('latent.reparameterize');
    if (!definition) throw new Error('no reparameterize');
    const rows = describeShapes(analysis, document.study.edges, null, 'reparameterize', definition);
    expect(rows.map(({ label, text }) => [label, text.slice(0, 7)])).toEqual([
      ['in μ, log σ²', '128 × 2'],
      ['out z', '128 × 2'],
    ]);
  });

  it('names the inputs that nothing is wired to, and those that may stay so', () => {
    const definition = catalogue.find('network.denoiser');
    if (!definition) throw new Error('no denoiser');
    const rows = describeShapes(analysis, [], null, 'denoiser', definition);
    expect(rows.map(({ label, text }) => [label, text])).toEqual([
      ['in x_t', 'not wired'],
      ['in t', 'not wired'],
      ['in y', 'not wired, optional'],
      ['out v', '–'],
      ['out network', '–'],
    ]);
  });

  it('counts what a network and its layers cost, also where the network has another id than its owner', () => {
    const renamed = {
      ...document,
      study: {
        ...document.study,
        nodes: document.study.nodes.map((node) => (node.id === 'encoder' ? { ...node, network: 'first' } : node)),
      },
      networks: { first: document.networks.encoder, decoder: document.networks.decoder },
    };
    const known = analyse(renamed, catalogue);
    const whole = costOf(known, null, 'encoder');
    expect(whole?.parameters).toBe(784 * 400 + 400 + 400 * 4 + 4);
    expect(sumOfCosts(known, 'first', renamed.networks.first.nodes)?.parameters).toBe(whole?.parameters);
    expect(tiedParameters(known, renamed.study)).toBe(0);
  });

  it('puts the heaviest layers first, with their part of the whole', () => {
    const rows = heaviest(analysis, 'encoder', document.networks.encoder, 'parameters', 2);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0].share).toBeGreaterThan(0.5);
    expect(rows.map(({ value }) => value)).toEqual(rows.map(({ value }) => value).toSorted((a, b) => b - a));
  });

  it('offers only wires that fit', () => {
    const definition = catalogue.find('network.decoder');
    if (!definition) throw new Error('no decoder');
    const [z] = inputWires(document.study, 'decoder', definition);
    expect(z.wires).toHaveLength(1);
    const [{ id, source }] = z.wires;
    const edges = document.study.edges.filter((edge) => edge.id !== id);
    const cut = { ...document, study: { ...document.study, edges } };
    expect(candidatesFor(cut, catalogue, null, { node: 'decoder', port: z.port })).toEqual([source]);
  });
});

describe('several nodes of one type', () => {
  const definition = catalogue.find('layer.linear');
  if (!definition) throw new Error('no linear layer');
  const node = (id: string, settings: GraphNode['settings']): GraphNode => ({
    id,
    type: definition.type,
    version: definition.version,
    position: { x: 0, y: 0 },
    settings,
  });
  const [key, setting] = Object.entries(definition.settings)[0];

  it('have a common value only where they agree, defaults included', () => {
    expect(commonValue([node('a', {}), node('b', {})], key, setting)).toEqual(setting.default);
    expect(commonValue([node('a', { [key]: 7 }), node('b', { [key]: 7 })], key, setting)).toBe(7);
    expect(commonValue([node('a', { [key]: 7 }), node('b', { [key]: 8 })], key, setting)).toBeNull();
  });

  it('show the settings that each of them shows', () =>
    expect(visibleSettings([node('a', {}), node('b', {})], definition).map(([name]) => name)).toContain(key));
});

describe('ports of a block', () => {
  const port = (id: string, type: string, x: number, y: number): GraphNode => ({
    id,
    type,
    version: 1,
    position: { x, y },
    settings: {},
  });
  const nodes = [port('a', 'block.input', 0, 0), port('b', 'block.input', 5, 100), port('o', 'block.output', 400, 40)];

  it('are put under the last one of their side', () => {
    expect(placeOfPort(nodes, 'inputs')).toEqual({ x: 5, y: 190 });
    expect(placeOfPort(nodes, 'outputs')).toEqual({ x: 400, y: 130 });
    expect(placeOfPort(nodes.slice(0, 2), 'outputs').x).toBeGreaterThan(5);
    expect(placeOfPort([], 'inputs')).toEqual({ x: 0, y: 0 });
  });

  it('change places with their neighbour, also where both stand at one height', () => {
    expect(swapped(nodes, 'a', 'b')).toEqual({ a: { x: 0, y: 100 }, b: { x: 5, y: 0 } });
    const level = [port('a', 'block.input', 0, 0), port('b', 'block.input', 50, 0)];
    expect(swapped(level, 'a', 'b').a.y).toBeGreaterThan(0);
  });
});
