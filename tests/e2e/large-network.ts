import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../src/core/catalogue';
import { defaultSettings } from '../../src/core/graph';
import type { Settings } from '../../src/core/graph/document';

const TEMPLATE = join(import.meta.dirname, '../../resources/templates/vae-digits.json');
const COLUMNS = 20;
/** Features of a residual unit, so that its ends can be added. */
const WIDTH = 16;

const end = (node: string, port: string) => ({ node, port });
const wire = (source: string, target: string, from = 'y', to = 'x') => ({
  id: `${source}-${target}-${to}`,
  source: end(source, from),
  target: end(target, to),
});

const UNIT = ['layer.linear', 'layer.layer_norm', 'layer.activation', 'layer.add'];

/** Nodes stand in rows of `COLUMNS`, as somebody would lay out a deep network. */
const place = (index: number) => ({ x: (index % COLUMNS) * 260, y: Math.floor(index / COLUMNS) * 190 });

/** All settings of a type as they are at first, so that the file opens without a word about what it lacks. */
export function defaults(type: string): Settings {
  const definition = catalogue.find(type);
  if (!definition) throw new Error(`There is no node of type ${type}.`);
  return defaultSettings(definition);
}

const node = (id: string, type: string, index: number, settings = {}) => ({
  id,
  type,
  version: 1,
  position: place(index),
  settings: { ...defaults(type), ...settings },
});

/** "VAE on digits" with an encoder of `count` nodes: residual units of four layers, one after another. */
export async function documentWithLargeNetwork(count: number): Promise<string> {
  const document = JSON.parse(await readFile(TEMPLATE, 'utf8'));
  const nodes = [node('input', 'layer.input', 0, { name: 'x' }), node('stem', 'layer.linear', 1, { features: WIDTH })];
  const edges = [wire('input', 'stem')];
  for (let i = 2; i < count - 1; i++) {
    const type = i < count - 1 - ((count - 3) % UNIT.length) ? UNIT[(i - 2) % UNIT.length] : 'layer.activation';
    const id = `n${i}`;
    const before = nodes[i - 1].id;
    nodes.push(node(id, type, i, type === 'layer.linear' ? { features: WIDTH } : {}));
    edges.push(type === 'layer.add' ? wire(before, id, 'y', 'a') : wire(before, id));
    if (type === 'layer.add') edges.push(wire(nodes[i - 4].id, id, 'y', 'b'));
  }
  nodes.push(node('output', 'layer.output', count - 1));
  edges.push(wire(nodes[count - 2].id, 'output'));
  document.networks.encoder = { nodes, edges };
  return JSON.stringify(document);
}
