import { flowMatching } from './flow-matching';
import { layers } from './layers';
import { measures } from './measures';
import { sources } from './sources';
import { training } from './training';
import type { Catalogue, NodeDefinition } from './types';
import { variational } from './variational';

const all: readonly NodeDefinition[] = [
  ...sources,
  ...variational,
  ...flowMatching,
  ...training,
  ...measures,
  ...layers,
];
const byType = new Map(all.map((definition) => [definition.type, definition]));

/** Every node that a user can place. */
export const catalogue: Catalogue = { all, find: (type) => byType.get(type) };
