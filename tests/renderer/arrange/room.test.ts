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
  expect(grown.sort()).toEqual(['bound', 'elbo', 'quality', 'reconstruction', 'trainer']);
  expect(boxes.get('trainer')).toEqual(box);
});
