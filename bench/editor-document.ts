/** Documents as large as people draw them, for timing the editor. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../src/core/catalogue';
import { parseDocument } from '../src/core/graph';
import type { GraphNode, ProjectDocument, Settings } from '../src/core/graph/document';
import { templatesDirectory } from '../src/files/resources';

const WIDTH = 32;
/** Nodes of one residual unit, and units that stand in one row. */
const UNIT = 5;
const ROW = 8;
const STEP = { x: 220, y: 260 };

class Drawing {
  readonly nodes: GraphNode[] = [];
  readonly edges: ProjectDocument['study']['edges'] = [];

  add(id: string, type: string, settings: Settings, inputs: Readonly<Record<string, string>>): string {
    const at = this.nodes.length;
    const position = { x: (at % (UNIT * ROW)) * STEP.x, y: Math.floor(at / (UNIT * ROW)) * STEP.y };
    this.nodes.push({ id, type, version: 1, position, settings: { ...settings } });
    for (const [port, source] of Object.entries(inputs))
      this.edges.push({
        id: `${source}-${id}_${port}`,
        source: { node: source, port: 'y' },
        target: { node: id, port },
      });
    return id;
  }
}

/** Norm → Linear → Activation → Linear, added to what came in. */
const residual = (drawing: Drawing, at: number, x: string): string => {
  const norm = drawing.add(`norm${at}`, 'layer.layer_norm', {}, { x });
  const wide = drawing.add(`wide${at}`, 'layer.linear', { features: 2 * WIDTH }, { x: norm });
  const bent = drawing.add(`bent${at}`, 'layer.activation', { activation: 'silu' }, { x: wide });
  const back = drawing.add(`back${at}`, 'layer.linear', { features: WIDTH }, { x: bent });
  return drawing.add(`sum${at}`, 'layer.add', {}, { a: x, b: back });
};

/** "Rectified flow in the plane" with a denoiser of so many nodes (at least 7): residual units in a row. It trains. */
export const largeDocument = (nodes: number): ProjectDocument => {
  const drawing = new Drawing();
  const x = drawing.add('x', 'layer.input', { name: 'x' }, {});
  const t = drawing.add('t', 'layer.input', { name: 't' }, {});
  const time = drawing.add('time', 'layer.time_embedding', { embedding: 'sinusoidal', width: WIDTH }, { t });
  const both = drawing.add('both', 'layer.concat', {}, { a: x, b: time });
  let last = drawing.add('stem', 'layer.linear', { features: WIDTH }, { x: both });
  for (let unit = 0; drawing.nodes.length + UNIT < nodes; unit++) last = residual(drawing, unit, last);
  while (drawing.nodes.length + 1 < nodes)
    last = drawing.add(`end${drawing.nodes.length}`, 'layer.activation', { activation: 'silu' }, { x: last });
  drawing.add('output', 'layer.output', {}, { x: last });
  const template = JSON.parse(readFileSync(join(templatesDirectory(), 'rectified-flow-2d.json'), 'utf8'));
  const denoiser = { nodes: drawing.nodes, edges: drawing.edges };
  const text = JSON.stringify({ ...template, title: `${nodes} nodes`, networks: { denoiser } });
  const parsed = parseDocument(text, catalogue);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};
