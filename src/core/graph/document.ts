import { z } from 'zod';

/** The version of the document format that this program writes. Older versions are upgraded on opening. */
export const DOCUMENT_VERSION = 1;

/** Bounds that keep a hostile or broken file from exhausting memory. */
export const LIMITS = { nodes: 2_000, edges: 8_000, networks: 500, notes: 500, points: 20_000, text: 20_000 } as const;

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
  /** Id of the network graph inside, for nodes that hold one (encoder, decoder, denoiser). */
  network: identifier.optional(),
});

const endSchema = z.strictObject({ node: identifier, port: identifier });

export const edgeSchema = z.strictObject({ id: identifier, source: endSchema, target: endSchema });

export const noteSchema = z.strictObject({
  id: identifier,
  position: positionSchema,
  width: finite,
  text: z.string().max(LIMITS.text),
});

export const graphSchema = z.strictObject({
  nodes: z.array(nodeSchema).max(LIMITS.nodes),
  edges: z.array(edgeSchema).max(LIMITS.edges),
});

export const studySchema = graphSchema.extend({ notes: z.array(noteSchema).max(LIMITS.notes) });

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
  study: studySchema,
  networks: z.record(identifier, graphSchema),
});

export type SettingValue = z.infer<typeof settingValueSchema>;
export type Settings = Readonly<Record<string, SettingValue>>;
export type Position = z.infer<typeof positionSchema>;
export type GraphNode = z.infer<typeof nodeSchema>;
export type GraphEdge = z.infer<typeof edgeSchema>;
export type GraphEnd = z.infer<typeof endSchema>;
export type Note = z.infer<typeof noteSchema>;
export type Graph = z.infer<typeof graphSchema>;
export type StudyGraph = z.infer<typeof studySchema>;
export type Recipe = z.infer<typeof recipeSchema>;
export type Reference = z.infer<typeof referenceSchema>;
export type ProjectDocument = z.infer<typeof documentSchema>;

/** Where in a project something is: the study graph (no network) or inside one of its networks. */
export interface Place {
  network?: string;
  node?: string;
  port?: string;
  edge?: string;
}

/** One thing wrong with a document, in one sentence that says what, where and what to do. */
export interface Problem extends Place {
  severity: 'error' | 'warning';
  message: string;
}
