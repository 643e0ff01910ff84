import { catalogue } from '../../core/catalogue';
import type { Category, NodeDefinition, Preset } from '../../core/catalogue/types';
import {
  BLOCK_INPUT,
  BLOCK_OUTPUT,
  commands,
  type EditContext,
  type GraphId,
  type Plan,
  purposeOf,
  wouldHoldItself,
} from '../../core/graph';
import type { Position, ProjectDocument } from '../../core/graph/document';
import { formatPlural } from '../format';
import { libraryOffers, useLibrary } from '../library/library';
import { inSequence } from './compose';
import { categories } from './kinds';
import type { Searchable } from './search';

export type OfferSection = 'nodes' | 'presets' | 'project' | 'library';

/** Something that can be put on the canvas: a node, a preset, a block of this project, an entry of the library. */
export interface Offer extends Searchable {
  /** `node:layer.linear`; what a drag carries, and what is remembered as used lately. */
  id: string;
  section: OfferSection;
  category: Category;
  summary: string;
  /** What it is, where the title does not say: `block`. */
  kind?: string;
  /** Catalogue type of the node, for what people usually put where. */
  type?: string;
  /** May share its graph and weights with what is there already. */
  tied?: true;
  /** Why it cannot be placed, in one sentence. */
  damaged?: string;
  plan(context: EditContext, position: Position, tied?: boolean): Plan;
}

export const sectionTitles: Readonly<Record<OfferSection, string>> = {
  nodes: 'Nodes',
  presets: 'Presets',
  project: 'Blocks of this project',
  library: 'Library',
};

/** Drawers of the palette in the order of their table, that of a pipeline. */
const ORDER = Object.keys(categories);

const nodeOffer = (definition: NodeDefinition): Offer => ({
  id: `node:${definition.type}`,
  section: 'nodes',
  category: definition.category,
  title: definition.title,
  summary: definition.summary,
  words: [...(definition.keywords ?? []), definition.type],
  formula: definition.formula,
  source: definition.source,
  type: definition.type,
  plan: (context, position) => commands.addNode.plan(context, { type: definition.type, position }),
});

/** A graph that comes with the program, inside a node that holds it. */
const presetOffer = (definition: NodeDefinition, preset: Preset): Offer => ({
  id: `preset:${definition.type}/${preset.id}`,
  section: 'presets',
  category: definition.category,
  title: preset.title,
  kind: definition.title.toLowerCase(),
  summary: preset.summary ?? definition.summary,
  words: [...(preset.keywords ?? []), 'preset'],
  source: preset.source,
  type: definition.type,
  plan: (context, position) => commands.addNode.plan(context, { type: definition.type, position, preset: preset.id }),
});

/** The first preset is what the node itself comes with. */
const presetOffers = (definition: NodeDefinition): Offer[] =>
  (definition.presets ?? []).slice(1).map((preset) => presetOffer(definition, preset));

const offersOfLevel = (level: NodeDefinition['level']): readonly Offer[] => {
  const definitions = catalogue.all
    .filter((definition) => definition.level === level)
    .sort((a, b) => ORDER.indexOf(a.category) - ORDER.indexOf(b.category));
  return [...definitions.map(nodeOffer), ...definitions.flatMap(presetOffers)];
};

const fixed: Partial<Record<NodeDefinition['level'], readonly Offer[]>> = {};

/** The blocks that a project holds, by their own names; a tied one is another instance of the same graph. */
export function projectOffers(document: ProjectDocument, place: GraphId): Offer[] {
  if (place === null) return [];
  const offers = new Map<string, Offer>();
  for (const { nodes } of Object.values(document.networks)) {
    for (const { type, network, title } of nodes) {
      const definition = catalogue.find(type);
      const content = network === undefined ? undefined : document.networks[network];
      if (network === undefined || definition?.holds !== 'block' || !content) continue;
      if (offers.has(network) || wouldHoldItself(document.networks, place, network)) continue;
      offers.set(network, {
        id: `project:${network}`,
        section: 'project',
        category: definition.category,
        title: title ?? network,
        kind: 'block',
        summary: `${formatPlural(content.nodes.length, 'node')} · Shift+Enter ties its weights`,
        words: [network, 'block', 'tied'],
        type,
        tied: true,
        plan: (context, position, tied) => planInstance(context, network, position, tied === true),
      });
    }
  }
  return [...offers.values()];
}

/** Another instance of a block of this project: tied to it, or with a copy of its graph. */
function planInstance(context: EditContext, network: string, position: Position, tied: boolean): Plan {
  const add = (at: EditContext): Plan => commands.addTied.plan(at, { network, position });
  if (tied) return add(context);
  return inSequence(context, [add, (at) => commands.untie.plan(at, { node: at.selection.nodes[0] })]);
}

/** The ports of networks have no place in a block, nor those of blocks in a network. */
function portsElsewhere(document: ProjectDocument, place: GraphId): readonly string[] {
  if (place === null) return [];
  return purposeOf(document, catalogue, place) === 'block'
    ? ['layer.input', 'layer.output']
    : [BLOCK_INPUT, BLOCK_OUTPUT];
}

/** Everything that can be put into a graph. */
export function offersFor(document: ProjectDocument, place: GraphId): Offer[] {
  const level = place === null ? 'study' : 'network';
  fixed[level] ??= offersOfLevel(level);
  const elsewhere = portsElsewhere(document, place);
  const here = fixed[level].filter(({ type = '' }) => !elsewhere.includes(type));
  return [...here, ...projectOffers(document, place), ...libraryOffers(useLibrary.getState().entries, level)];
}
