import { z } from 'zod';

/** The version of the document format that this program writes. Older versions are upgraded on opening. */
export const DOCUMENT_VERSION = 3;

/** Bounds that keep a hostile or broken file from exhausting memory. */
export const LIMITS = {
  nodes: 2_000,
  edges: 8_000,
  networks: 500,
  notes: 500,
  groups: 200,
  points: 20_000,
  wirePoints: 32,
  text: 20_000,
  /** Layers that a study runs, those of repeated blocks once for each repetition. */
  layerRuns: 20_000,
  /** Blocks in blocks. */
  nesting: 64,
  bookmarks: 200,
  /** Characters of a bookmark's view as JSON. */
  bookmarkView: 20_000,
} as const;

const identifier = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/, 'must be 1 to 64 letters, digits, "_" or "-"')
  .refine((id) => !['__proto__', 'constructor', 'prototype'].includes(id), 'is a reserved word');

const finite = z.number();

/** What a setting can hold. Structure only; the catalogue's setting descriptor says what is allowed where. */
export const settingValueSchema = z.union([
  finite,
  z.string().max(LIMITS.text),
  z.boolean(),
  z.array(finite).max(256),
  z.array(z.tuple([finite, finite])).max(LIMITS.points),
]);

const positionSchema = z.strictObject({ x: finite, y: finite });

export const nodeSchema = z.strictObject({
  id: identifier,
  /** Catalogue type, for instance `objective.kl`. */
  type: z.string().min(1).max(64),
  /** Version of the catalogue record that wrote the settings. */
  version: z.int().positive(),
  /** The user's own name for the node; the catalogue's title where absent. */
  title: z.string().max(80).optional(),
  position: positionSchema,
  settings: z.record(identifier, settingValueSchema),
  /** Id of the network graph inside, for nodes that hold one (encoder, decoder, denoiser, block). */
  network: identifier.optional(),
  /** `bypass` hands its input on unchanged; `mute` takes the node out with all that needs it. */
  mode: z.enum(['bypass', 'mute']).optional(),
  /** Drawn as its title alone. */
  collapsed: z.literal(true).optional(),
  /** The group of its graph that it stands in. */
  group: identifier.optional(),
});

const endSchema = z.strictObject({ node: identifier, port: identifier });

export const edgeSchema = z.strictObject({
  id: identifier,
  source: endSchema,
  target: endSchema,
  /** Places that the wire is led through, from its source to its target. */
  points: z.array(positionSchema).min(1).max(LIMITS.wirePoints).optional(),
});

export const noteSchema = z.strictObject({
  id: identifier,
  position: positionSchema,
  width: finite,
  text: z.string().max(LIMITS.text),
  group: identifier.optional(),
});

/** Colours that a group may have, by name: the theme says how each looks. */
export const GROUP_COLORS = ['grey', 'blue', 'teal', 'green', 'amber', 'red', 'violet'] as const;

/** A titled frame around the nodes and notes that name it. */
export const groupSchema = z.strictObject({
  id: identifier,
  title: z.string().max(80),
  color: z.enum(GROUP_COLORS),
});

export const graphSchema = z.strictObject({
  nodes: z.array(nodeSchema).max(LIMITS.nodes),
  edges: z.array(edgeSchema).max(LIMITS.edges),
  notes: z.array(noteSchema).max(LIMITS.notes).default([]),
  groups: z.array(groupSchema).max(LIMITS.groups).default([]),
});

/** The five parts of a recipe for p(x | y) (MIT 6.S978), and what x and y are. */
export const recipeSchema = z.strictObject({
  formulation: z.string().max(2_000),
  representation: z.string().max(2_000),
  objective: z.string().max(2_000),
  optimization: z.string().max(2_000),
  inference: z.string().max(2_000),
  x: z.string().max(500),
  y: z.string().max(500),
});

/** A published or measured value that a run's metric should come near. */
export const referenceSchema = z.strictObject({
  /** Name of the metric it belongs to, for instance `test_elbo`. */
  metric: z.string().max(80),
  value: z.union([finite, z.tuple([finite, finite])]),
  source: z.string().max(500),
});

/** A place in a lens that was kept. */
export const bookmarkSchema = z.strictObject({
  id: identifier,
  title: z.string().min(1).max(80),
  /** Id of the lens, for instance `latent`. */
  lens: identifier,
  /** What the lens wrote; it checks the content again when it goes there. */
  view: z
    .record(z.string().max(64), z.json())
    .refine((view) => JSON.stringify(view).length <= LIMITS.bookmarkView, 'is too long'),
});

export const documentSchema = z.strictObject({
  format: z.literal('latent-loom'),
  version: z.literal(DOCUMENT_VERSION),
  title: z.string().min(1).max(120),
  summary: z.string().max(2_000),
  /** Rows of the model list that the graph shows, for instance `M04`. */
  models: z.array(z.string().max(8)).max(40),
  recipe: recipeSchema.optional(),
  references: z.array(referenceSchema).max(40),
  /** Seed of every random stream of a run. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  study: graphSchema,
  networks: z.record(identifier, graphSchema),
  bookmarks: z.array(bookmarkSchema).max(LIMITS.bookmarks).default([]),
});

export type SettingValue = z.infer<typeof settingValueSchema>;
export type Settings = Readonly<Record<string, SettingValue>>;
export type Position = z.infer<typeof positionSchema>;
export type GraphNode = z.infer<typeof nodeSchema>;
export type GraphEdge = z.infer<typeof edgeSchema>;
export type GraphEnd = z.infer<typeof endSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Group = z.infer<typeof groupSchema>;
export type GroupColor = Group['color'];
export type NodeMode = NonNullable<GraphNode['mode']>;
export type Graph = z.infer<typeof graphSchema>;
export type Bookmark = z.infer<typeof bookmarkSchema>;
export type Recipe = z.infer<typeof recipeSchema>;
export type Reference = z.infer<typeof referenceSchema>;
export type ProjectDocument = z.infer<typeof documentSchema>;

/** A graph with nothing in it. */
export const emptyGraph: Graph = { nodes: [], edges: [], notes: [], groups: [] };

/** Where in a project something is: the study graph (no network) or inside one of its networks. */
export interface Place {
  network?: string;
  node?: string;
  port?: string;
  edge?: string;
}

/** An edit that would put a problem right, as data: `commands.applyFix` plans it. Its place is that of the problem. */
export type Fix =
  /** Puts a node of this type on the wire into `port` of the problem's node. */
  | { type: 'insert'; label: string; port: string; node: string; settings?: Settings }
  /** Adds a node of this type and wires it into `port` of the problem's node. */
  | { type: 'add'; label: string; port: string; node: string; settings?: Settings }
  /** Adds a node of this type that the output `port` feeds: of the problem's node unless `from` (and `network`) name another. */
  | {
      type: 'append';
      label: string;
      port: string;
      node: string;
      settings?: Settings;
      from?: string;
      network?: string | null;
    }
  /** Draws a wire between two nodes of the problem's graph; the wire on a single input gives way. */
  | { type: 'connect'; label: string; source: GraphEnd; target: GraphEnd }
  /** Lets the problem's node take part again, or (with a mode) leaves it out. */
  | { type: 'mode'; label: string; mode: NodeMode | null }
  /** Gives the problem's node a copy of its own of the network that it shares. */
  | { type: 'untie'; label: string }
  /** Takes a node, of the problem's graph unless `network` names another, out and joins the wires through it. */
  | { type: 'remove'; label: string; node: string; network?: string | null }
  /**
   * Sets a setting; of the problem's node unless `node` (and `network`) name another. With `upstream`, the name of an
   * input, it is of the nearest node before that input which has the setting: the analysis puts that node in its place.
   */
  | {
      type: 'set';
      label: string;
      setting: string;
      value: SettingValue;
      node?: string;
      network?: string | null;
      upstream?: string;
    }
  /** Takes a wire away. */
  | { type: 'disconnect'; label: string; edge: string };

/** One thing wrong with a document, in one sentence that says what, where and what to do. */
export interface Problem extends Place {
  severity: 'error' | 'warning';
  message: string;
  fixes?: readonly Fix[];
}
