import type { z } from 'zod';
import {
  type Bookmark,
  bookmarkSchema,
  documentSchema,
  edgeSchema,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Group,
  groupSchema,
  type Note,
  nodeSchema,
  noteSchema,
  type ProjectDocument,
  recipeSchema,
  referenceSchema,
} from './document';

const WIDTH = 100;

/** Objects under these names, and every wire, stand on one line. */
const ONE_LINE = new Set(['position', 'edges', 'groups']);

/** Keys in the order of the schema, whatever order they were made in. */
function inOrder<S extends z.ZodRawShape, T extends object>(schema: z.ZodObject<S>, value: T): T {
  const keys = Object.keys(schema.shape).filter((key) => Object.hasOwn(value, key));
  const entries = keys.map((key) => [key, value[key as keyof T]]).filter(([, content]) => content !== undefined);
  return Object.fromEntries(entries) as T;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const point = ({ x, y }: { x: number; y: number }) => ({ x, y });
const end = ({ node, port }: GraphEdge['source']) => ({ node, port });

const orderedNode = (node: GraphNode): GraphNode =>
  inOrder(nodeSchema, { ...node, position: point(node.position), settings: sorted(node.settings) });

const orderedEdge = (edge: GraphEdge): GraphEdge =>
  inOrder(edgeSchema, {
    ...edge,
    source: end(edge.source),
    target: end(edge.target),
    points: edge.points?.map(point),
  });

const orderedNote = (note: Note): Note => inOrder(noteSchema, { ...note, position: point(note.position) });

const orderedGroup = (group: Group): Group => inOrder(groupSchema, group);

const orderedBookmark = (bookmark: Bookmark): Bookmark =>
  inOrder(bookmarkSchema, { ...bookmark, view: sorted(bookmark.view) });

/** A graph without the lists that are empty and need not be there. */
const orderedGraph = ({ nodes, edges, notes, groups }: Graph): Partial<Graph> => ({
  nodes: nodes.map(orderedNode),
  edges: edges.map(orderedEdge),
  ...(notes.length > 0 && { notes: notes.map(orderedNote) }),
  ...(groups.length > 0 && { groups: groups.map(orderedGroup) }),
});

function orderedDocument({ bookmarks, ...document }: ProjectDocument): object {
  const networks = Object.entries(sorted(document.networks)).map(([id, graph]) => [id, orderedGraph(graph)]);
  return inOrder(documentSchema, {
    ...document,
    recipe: document.recipe && inOrder(recipeSchema, document.recipe),
    references: document.references.map((reference) => inOrder(referenceSchema, reference)),
    study: orderedGraph(document.study),
    networks: Object.fromEntries(networks),
    bookmarks: bookmarks.length > 0 ? bookmarks.map(orderedBookmark) : undefined,
  });
}

/** JSON on one line, with spaces after commas and colons. Keeps the sign of −0, which `JSON.stringify` drops. */
function onOneLine(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, content]) => `${JSON.stringify(key)}: ${onOneLine(content)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** As many items on a line as fit. */
function filled(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && indent.length + line.length + item.length + 3 > WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? item : ` ${item}`;
  }
  return [...lines, line].map((text) => `${indent}${text}`).join('\n');
}

const holdsObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function pretty(value: unknown, indent: string, oneLine: boolean): string {
  if (typeof value !== 'object' || value === null || oneLine) return onOneLine(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (value.some(holdsObject))
      return `[\n${value.map((item) => inner + pretty(item, inner, false)).join(',\n')}\n${indent}]`;
    const short = onOneLine(value);
    if (indent.length + short.length <= WIDTH) return short;
    const items = value.map((item, i) => onOneLine(item) + (i < value.length - 1 ? ',' : ''));
    return `[\n${filled(items, inner)}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, content]) => `${inner}${JSON.stringify(key)}: ${member(key, content, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function member(key: string, value: unknown, indent: string): string {
  if (!ONE_LINE.has(key)) return pretty(value, indent, false);
  if (!Array.isArray(value)) return pretty(value, indent, true);
  if (value.length === 0) return '[]';
  return `[\n${value.map((item) => `${indent}  ${onOneLine(item)}`).join(',\n')}\n${indent}]`;
}

/**
 * A document as the text of its file: keys in a fixed order, settings and networks by name, two spaces, a wire, a
 * position or a short list on one line, so that versions can be compared line by line. `parseDocument` gives it back.
 */
export const serializeDocument = (document: ProjectDocument): string =>
  `${pretty(orderedDocument(document), '', false)}\n`;
