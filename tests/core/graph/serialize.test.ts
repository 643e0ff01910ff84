import { describe, expect, it } from 'vitest';
import { type ProjectDocument, serializeDocument } from '../../../src/core/graph';
import { blank, edge, network, node, vae, withStudy } from './support';

describe('serializeDocument', () => {
  it('writes one wire, one position and one short list on a line, so that changes show as lines', () => {
    const document = withStudy(blank({ title: 'Small', models: ['M04', 'M18'], networks: { b: network() } }), {
      nodes: [node('trainer', 'trainer.adam', { title: 'My trainer', position: { x: 10, y: -20 }, network: 'b' })],
      edges: [edge('e1', 'kl.loss', 'trainer.losses')],
    });
    const [head, tail] = serializeDocument(document).split('  "networks": {\n');
    expect(head).toBe(`{
  "format": "latent-loom",
  "version": 3,
  "title": "Small",
  "summary": "",
  "models": ["M04", "M18"],
  "references": [],
  "seed": 0,
  "study": {
    "nodes": [
      {
        "id": "trainer",
        "type": "trainer.adam",
        "version": 1,
        "title": "My trainer",
        "position": { "x": 10, "y": -20 },
        "settings": {
          "hidden": [400],
          "rate": 0.001
        },
        "network": "b"
      }
    ],
    "edges": [
      { "id": "e1", "source": { "node": "kl", "port": "loss" }, "target": { "node": "trainer", "port": "losses" } }
    ]
  },
`);
    expect(tail).toMatch(/^ {4}"b": \{\n {6}"nodes": \[\n[\s\S]*\n {4}\}\n {2}\}\n\}\n$/);
  });

  it('does not depend on the order in which keys were made', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, shuffled(inner)]),
      );
    };
    expect(serializeDocument(shuffled(vae()) as ProjectDocument)).toBe(serializeDocument(vae()));
  });

  it('fills lines with the points of a long drawing', () => {
    const points = Array.from({ length: 60 }, (_, i): [number, number] => [i / 64, -i / 64]);
    const document = withStudy(blank(), {
      nodes: [node('points', 'data.points', { settings: { points, set: 'drawn' } })],
    });
    const lines = serializeDocument(document).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.length).toBeLessThan(60);
    expect(JSON.parse(lines.join('\n')).study.nodes[0].settings.points).toEqual(points);
  });
});
