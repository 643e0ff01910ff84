import { expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import type { Box } from '../../../src/renderer/arrange/layout';
import { roomForRun } from '../../../src/renderer/arrange/room';
import { vaeDigits } from '../template';

const box: Box = { width: 200, height: 100, inputs: {}, outputs: {} };

test('what will show a curve is given the room for it, what is collapsed and all the rest stays as it is', () => {
  const nodes = vaeDigits().study.nodes.map((node) =>
    node.id === 'kl' ? { ...node, collapsed: true as const } : node,
  );
  const boxes = new Map(nodes.map(({ id }) => [id, box]));
  const roomy = roomForRun(nodes, boxes, catalogue);
  const grown = nodes.filter(({ id }) => (roomy.get(id)?.height ?? 0) > box.height).map(({ id }) => id);
  expect(grown.sort()).toEqual(['bound', 'elbo', 'reconstruction', 'trainer']);
  expect(boxes.get('trainer')).toEqual(box);
});

test('what judges samples is given a line for each of its measures', () => {
  const growth = (type: string): number => {
    const node = { id: 'judge', type, version: 1, position: { x: 0, y: 0 }, settings: {} };
    return (roomForRun([node], new Map([['judge', box]]), catalogue).get('judge')?.height ?? 0) - box.height;
  };
  expect(growth('metric.images')).toBeGreaterThan(growth('metric.texts') + 100);
  expect(growth('sampler.decoder')).toBe(0);
});
