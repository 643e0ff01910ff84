import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import {
  defaultSettings,
  emptyGraph,
  type Graph,
  graphSchema,
  portsFit,
  settingViolation,
  upgradeGraph,
  validateStructure,
} from '../../../src/core/graph';

const definitions = catalogue.all;
const rows = definitions.map((definition) => [definition.type, definition] as const);
const levels = ['study', 'network'] as const;

test('every type is there once and can be found', () => {
  expect(definitions.length).toBeGreaterThan(20);
  expect(new Set(definitions.map(({ type }) => type)).size).toBe(definitions.length);
  for (const definition of definitions) expect(catalogue.find(definition.type)).toBe(definition);
  expect(catalogue.find('no.such')).toBeUndefined();
});

test.each(levels)('titles differ within the level %s', (level) => {
  const titles = definitions.filter((definition) => definition.level === level).map(({ title }) => title);
  expect(titles.length).toBeGreaterThan(0);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

describe.each(rows)('%s', (_type, definition) => {
  test('says what it is', () => {
    const { title, summary, help, keywords = [], source = 'none' } = definition;
    for (const text of [title, summary, help, source, ...keywords]) expect(text.trim()).not.toBe('');
    expect(summary).not.toMatch(/\.$/);
    expect(help).toMatch(/\.$/);
  });

  test('can be found by other words than its title', () => {
    const { title, keywords = [] } = definition;
    expect(keywords.length).toBeGreaterThan(1);
    expect(new Set(keywords).size).toBe(keywords.length);
    expect(keywords.map((word) => word.toLowerCase())).not.toContain(title.toLowerCase());
  });

  test('has a label on every port and setting, and one kind on every output', () => {
    const { inputs, outputs, settings } = definition;
    for (const { label } of Object.values({ ...inputs, ...outputs, ...settings })) expect(label.trim()).not.toBe('');
    for (const { help } of Object.values(settings)) expect(help).toMatch(/\.$/);
    for (const { kinds } of Object.values(inputs)) expect(kinds.length).toBeGreaterThan(0);
    for (const { kinds } of Object.values(outputs)) expect(kinds).toHaveLength(1);
    const labels = (record: Readonly<Record<string, { label: string }>>) => Object.values(record).map((p) => p.label);
    for (const each of [labels(inputs), labels(settings)]) expect(new Set(each).size).toBe(each.length);
  });

  test('accepts its own defaults', () => {
    const defaults = defaultSettings(definition);
    for (const [key, setting] of Object.entries(definition.settings))
      expect([key, settingViolation(setting, defaults[key])]).toEqual([key, null]);
  });

  test('hides settings only by values that the deciding setting can hold', () => {
    for (const [key, { visibleWhen }] of Object.entries(definition.settings)) {
      if (!visibleWhen) continue;
      const deciding = definition.settings[visibleWhen.setting];
      expect(deciding, `${key} depends on ${visibleWhen.setting}`).toBeDefined();
      expect(visibleWhen.setting).not.toBe(key);
      expect(visibleWhen.is.length).toBeGreaterThan(0);
      for (const value of visibleWhen.is) expect(settingViolation(deciding, value)).toBeNull();
      if (deciding.type === 'choice') expect(visibleWhen.is.length).toBeLessThan(deciding.options.length);
    }
  });

  test('offers different choices under different names', () => {
    for (const setting of Object.values(definition.settings)) {
      if (setting.type !== 'choice') continue;
      expect(setting.options.length).toBeGreaterThan(1);
      for (const list of [setting.options.map(({ value }) => value), setting.options.map(({ label }) => label)])
        expect(new Set(list).size).toBe(list.length);
    }
  });

  test('has a formula that can be drawn', () => {
    const { formula = 'x' } = definition;
    const html = katex.renderToString(formula, { throwOnError: true, strict: 'error', displayMode: true });
    expect(html).toContain('class="katex');
  });

  test('upgrades only to versions that there are', () => {
    for (const version of Object.keys(definition.migrate ?? {}).map(Number)) {
      expect(version).toBeGreaterThan(1);
      expect(version).toBeLessThanOrEqual(definition.version);
    }
  });
});

describe('wires', () => {
  const ports = (side: 'inputs' | 'outputs') =>
    definitions.flatMap(({ type, level, [side]: record }) =>
      Object.entries(record).map(([name, port]) => ({ place: `${type} ${name}`, level, port })),
    );
  const [inputs, outputs] = [ports('inputs'), ports('outputs')];

  test('every input can be fed', () => {
    for (const { place, level, port } of inputs) {
      for (const kind of port.kinds) {
        const givers = outputs.filter((o) => o.level === level && o.port.kinds[0] === kind);
        expect([place, kind, givers.length > 0]).toEqual([place, kind, true]);
      }
    }
  });

  test('every output leads somewhere', () => {
    const dead = outputs.filter(({ level, port }) => !inputs.some((i) => i.level === level && portsFit(port, i.port)));
    expect(dead.map(({ place }) => place)).toEqual([]);
  });
});

describe('presets', () => {
  const presets = definitions.flatMap(({ type, holds, presets: list = [] }) =>
    list.map((preset) => [`${type} ${preset.id}`, { ...preset, holds }] as const),
  );

  test('are there for every node that holds a graph, under names of their own', () => {
    for (const { holds, presets: list = [] } of definitions) {
      expect(list.length > 0).toBe(holds !== undefined);
      expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      expect(new Set(list.map(({ title }) => title)).size).toBe(list.length);
    }
  });

  test.each(presets)('%s says what it is', (_name, { id, title, summary = '', source = 'none', keywords = [] }) => {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const text of [title, summary, source, ...keywords]) expect(text.trim()).not.toBe('');
    expect(summary).not.toMatch(/\.$/);
    expect(keywords.length).toBeGreaterThan(1);
  });

  test.each(presets)('%s is a sound graph of known layers', (_name, { graph, networks = {}, holds }) => {
    const all = Object.values(networks).concat(graph);
    for (const { type } of all.flatMap(({ nodes }) => nodes)) expect(catalogue.find(type)?.level).toBe('network');
    const count = (type: string) => graph.nodes.filter((node) => node.type === type).length;
    if (holds === 'network') expect([count('layer.output'), count('block.output')]).toEqual([1, 0]);
    else expect([count('layer.output'), count('block.output') > 0]).toEqual([0, true]);
    const whole = (content: Graph): Graph => upgradeGraph(content, catalogue).value;
    const document = {
      format: 'latent-loom' as const,
      version: 3 as const,
      title: 'A preset',
      summary: '',
      models: [],
      references: [],
      bookmarks: [],
      seed: 0,
      study: emptyGraph,
      networks: {
        preset: whole(graph),
        ...Object.fromEntries(Object.entries(networks).map(([id, content]) => [id, whole(content)])),
      },
    };
    const problems = validateStructure(document, catalogue);
    expect(problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'No node uses network "preset"; it is kept in the file.'],
    ]);
  });

  test.each(presets)('%s is laid out so that no two nodes touch', (_name, { graph, networks = {} }) => {
    for (const { nodes, groups } of Object.values(networks).concat(graph)) {
      for (const [i, a] of nodes.entries())
        for (const b of nodes.slice(i + 1)) {
          const apart = Math.abs(a.position.x - b.position.x) >= 240 || Math.abs(a.position.y - b.position.y) >= 144;
          expect([a.id, b.id, apart]).toEqual([a.id, b.id, true]);
        }
      for (const { id } of groups) expect(nodes.some(({ group }) => group === id)).toBe(true);
    }
  });

  test.each(presets)('%s runs from left to right', (_name, { graph, networks = {} }) => {
    for (const { nodes, edges } of Object.values(networks).concat(graph)) {
      const x = new Map(nodes.map(({ id, position }) => [id, position.x]));
      for (const { source, target } of edges)
        expect([source.node, target.node, (x.get(target.node) ?? 0) > (x.get(source.node) ?? 0)]).toEqual([
          source.node,
          target.node,
          true,
        ]);
    }
  });

  test.each(presets)('%s can be read from a file', (_name, { graph, networks = {} }) => {
    for (const content of Object.values(networks).concat(graph)) expect(graphSchema.parse(content)).toEqual(content);
  });
});
