import { adversarialObjectives } from './adversarial';
import { adversarialNetworks } from './adversarial-networks';
import { flowMatching } from './flow-matching';
import { layers } from './layers';
import { measures } from './measures';
import { samplers } from './samplers';
import { sources } from './sources';
import { training } from './training';
import type { Catalogue, NodeDefinition } from './types';
import { variational } from './variational';

const all: readonly NodeDefinition[] = [
  ...sources,
  ...variational,
  ...flowMatching,
  ...samplers,
  ...adversarialNetworks,
  ...adversarialObjectives,
  ...training,
  ...measures,
  ...layers,
];
const byType = new Map(all.map((definition) => [definition.type, definition]));

/** Every node that a user can place. */
export const catalogue: Catalogue = { all, find: (type) => byType.get(type) };
