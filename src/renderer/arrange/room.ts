import type { Catalogue, Category, NodeDefinition } from '../../core/catalogue/types';
import type { GraphNode } from '../../core/graph/document';
import type { Boxes } from './layout';

/** Pixels by which a node of the study grows when it first has a value to show: a line and a curve, or a few lines. */
const GROWTH: Partial<Record<Category, number>> = { objective: 72, trainer: 72, metric: 66 };
/** Of one value, and around all of them. */
const LINE = 17;
const AROUND = 15;

/** What judges samples says by how many measures. */
const growthOf = ({ category, sampleMeasure }: NodeDefinition): number =>
  sampleMeasure ? AROUND + LINE * sampleMeasure.names.length : (GROWTH[category] ?? 0);

/** Boxes with the room that nodes of the study will take once a run gives them curves and values to show. */
export function roomForRun(nodes: readonly GraphNode[], boxes: Boxes, catalogue: Catalogue): Boxes {
  const roomy = new Map(boxes);
  for (const { id, type, collapsed } of nodes) {
    const box = boxes.get(id);
    const definition = catalogue.find(type);
    const growth = definition && !collapsed ? growthOf(definition) : 0;
    if (box && growth > 0) roomy.set(id, { ...box, height: box.height + growth });
  }
  return roomy;
}
