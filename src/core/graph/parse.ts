import type { Catalogue } from '../catalogue/types';
import { DOCUMENT_VERSION, documentSchema, type Graph, type Problem, type ProjectDocument } from './document';
import { firstTwice } from './duplicates';
import { readJson } from './json';
import { graphName, graphsOf, placeIn } from './place';
import { schemaProblems } from './schema-problems';
import { describeValue, quote } from './text';
import { UpgradeError, upgradeFormat, upgradeGraph } from './upgrade';

export type ParseResult =
  | {
      ok: true;
      document: ProjectDocument;
      /** What was changed to bring the file up to date, one sentence each. */
      upgraded: string[];
    }
  | {
      ok: false;
      /** Why it cannot be opened, in one sentence. */
      problem: string;
      problems: Problem[];
    };

type Failure = Extract<ParseResult, { ok: false }>;

const failed = (message: string, place: Omit<Problem, 'severity' | 'message'> = {}): Failure => ({
  ok: false,
  problem: message,
  problems: [{ severity: 'error', ...place, message }],
});

/** The checks that come before the schema: is it ours, and of a format that we know? */
function headerFailure(raw: unknown, name: string): Failure | null {
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  if (!isObject)
    return failed(`${name} is not a Latent Loom project; it holds ${describeValue(raw)} instead of an object.`);
  const { format, version } = raw as { format?: unknown; version?: unknown };
  if (format !== 'latent-loom') {
    return failed(
      `${name} is not a Latent Loom project; "format" must be "latent-loom" and is ${describeValue(format)}.`,
    );
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return failed(
      `${name} cannot be opened: "version" must be a whole number from 1; it is ${describeValue(version)}.`,
    );
  }
  if (version > DOCUMENT_VERSION) {
    const formats = `format ${version}, this one reads up to ${DOCUMENT_VERSION}`;
    return failed(`${name} was saved by a newer Latent Loom (${formats}); update Latent Loom to open it.`);
  }
  return null;
}

/** Ids address everything else, so two of the same cannot be opened and repaired in the window. */
function duplicateFailure(document: ProjectDocument, name: string): Failure | null {
  for (const [graph, content] of graphsOf(document)) {
    const lists = { nodes: content.nodes, wires: content.edges, notes: content.notes, groups: content.groups };
    for (const [what, items] of Object.entries(lists)) {
      const id = firstTwice(items);
      if (id === undefined) continue;
      const message = `${name} cannot be opened: two ${what} in ${graphName(graph)} have the id ${quote(id)}; give one another id.`;
      return failed(message, placeIn(graph, what === 'nodes' ? { node: id } : what === 'wires' ? { edge: id } : {}));
    }
  }
  const id = firstTwice(document.bookmarks);
  if (id === undefined) return null;
  return failed(`${name} cannot be opened: two bookmarks have the id ${quote(id)}; give one another id.`);
}

function upgrade(document: ProjectDocument, catalogue: Catalogue): { document: ProjectDocument; upgraded: string[] } {
  const upgraded: string[] = [];
  const upgradeOne = <G extends Graph>(graph: G): G => {
    const result = upgradeGraph(graph, catalogue);
    upgraded.push(...result.sentences);
    return result.value;
  };
  const study = upgradeOne(document.study);
  const networks = Object.entries(document.networks).map(([id, graph]) => [id, upgradeOne(graph)]);
  return { document: { ...document, study, networks: Object.fromEntries(networks) }, upgraded };
}

/**
 * Reads the text of a project file. Only what cannot be edited stops it: text that is not JSON, another or a newer
 * format, a broken structure, ids used twice. Everything else opens, and `validateStructure` says what is wrong with it.
 *
 * @param name what the sentence calls the file, for instance `vae.json`
 */
export function parseDocument(text: string, catalogue: Catalogue, name = 'This project'): ParseResult {
  if (text.trim() === '') return failed(`${name} is empty; open an earlier copy of it.`);
  const json = readJson(text);
  if (!json.ok) {
    if (json.ended)
      return failed(`${name} ends too early at line ${json.line}; it was cut off, so open an earlier copy of it.`);
    const where = `line ${json.line}, column ${json.column}`;
    return failed(`${name} is not valid JSON at ${where}: expected ${json.expected} but found ${json.found}.`);
  }
  const header = headerFailure(json.value, name);
  if (header) return header;

  const parsed = documentSchema.safeParse(upgradeFormat(json.value));
  if (!parsed.success) {
    const problems = schemaProblems(parsed.error, json.value, catalogue, `${name} cannot be opened`);
    return { ok: false, problem: problems[0].message, problems };
  }
  const duplicate = duplicateFailure(parsed.data, name);
  if (duplicate) return duplicate;
  try {
    return { ok: true, ...upgrade(parsed.data, catalogue) };
  } catch (error) {
    if (!(error instanceof UpgradeError)) throw error;
    return failed(`${name} cannot be opened: ${error.message}.`, { node: error.node });
  }
}
