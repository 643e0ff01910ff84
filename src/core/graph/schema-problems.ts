import type { z } from 'zod';
import type { Catalogue } from '../catalogue/types';
import type { Place, Problem } from './document';
import { type GraphId, graphName, own, placeIn } from './place';
import { expectation } from './settings';
import { alternatives, describeValue, quote } from './text';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner: unknown, key) => own(asRecord(inner), String(key)), value);

/** A place in the file in the words of somebody who never saw the file. */
interface Where {
  /** `setting "beta" of node "kl" in the study`, `"seed"`. */
  subject: string;
  place: Place;
  /** The node's type and the setting's name, where it is a setting. */
  setting?: { type: string; key: string };
}

const ITEMS: Readonly<Record<string, string>> = {
  nodes: 'node',
  edges: 'wire',
  notes: 'note',
  groups: 'group',
  references: 'reference',
  bookmarks: 'bookmark',
};

const joined = (path: Path): string => quote(path.map(String).join('.'));

function whereInList(raw: unknown, listPath: Path, path: Path, graph: GraphId | undefined): Where {
  const [list, index, ...rest] = path.map(String);
  const inside = graph === undefined ? '' : ` in ${graphName(graph)}`;
  const item = asRecord(valueAt(raw, [...listPath, list, index]));
  const named = typeof item.id === 'string';
  const name = `${ITEMS[list]} ${named ? quote(String(item.id)) : Number(index) + 1}${inside}`;
  const key = { nodes: 'node', edges: 'edge' }[list];
  const place = graph === undefined ? {} : placeIn(graph, named && key ? { [key]: String(item.id) } : {});
  if (rest.length === 0) return { subject: name, place };
  if (list === 'nodes' && rest[0] === 'settings' && rest.length > 1) {
    return {
      subject: `setting ${quote(rest[1])} of ${name}`,
      place,
      setting: { type: String(item.type), key: rest[1] },
    };
  }
  return { subject: `${joined(rest)} of ${name}`, place };
}

function whereIs(raw: unknown, path: Path): Where {
  const keys = path.map(String);
  if (keys.length === 0) return { subject: 'the project', place: {} };
  const depth = keys[0] === 'study' ? 1 : keys[0] === 'networks' ? 2 : 0;
  const rest = path.slice(depth);
  const graph = depth === 0 ? undefined : depth === 1 ? null : (keys[1] ?? null);
  if (rest.length > 1 && Object.hasOwn(ITEMS, String(rest[0]))) {
    return whereInList(raw, path.slice(0, depth), rest, graph);
  }
  if (graph === undefined || (keys[0] === 'networks' && keys.length === 1)) return { subject: joined(path), place: {} };
  if (rest.length === 0) return { subject: graphName(graph), place: placeIn(graph) };
  return { subject: `${joined(rest)} of ${graphName(graph)}`, place: placeIn(graph) };
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a pair',
  object: 'an object',
  record: 'an object',
};

/** `have at most 120 characters`, `have at least 1 entry`, `be at least 0`. */
function boundText(issue: Issue & { code: 'too_big' | 'too_small' }): string {
  const [words, bound] = issue.code === 'too_big' ? ['at most', issue.maximum] : ['at least', issue.minimum];
  const one = Number(bound) === 1;
  if (issue.origin === 'string') return `have ${words} ${bound} ${one ? 'character' : 'characters'}`;
  if (issue.origin === 'array') return `have ${words} ${bound} ${one ? 'entry' : 'entries'}`;
  return `be ${words} ${bound}`;
}

function settingExpectation({ setting }: Where, catalogue: Catalogue): string {
  const definition = setting && catalogue.find(setting.type);
  const descriptor = definition && own(definition.settings, setting.key);
  return descriptor ? expectation(descriptor) : 'a number, a text, true or false, or a list of numbers or points';
}

/** The sentence about one issue, from its subject on and without a full stop. */
function clause(issue: Issue, raw: unknown, where: Where, catalogue: Catalogue): string {
  const value = valueAt(raw, issue.path);
  const got = value === undefined ? 'it is missing' : `it is ${describeValue(value)}`;
  if (issue.code === 'unrecognized_keys') {
    return `${where.subject} has an entry ${quote(issue.keys[0])} that does not belong there; remove it`;
  }
  if (issue.code === 'invalid_key') {
    const name = quote(String(issue.path[issue.path.length - 1]));
    const container = whereIs(raw, issue.path.slice(0, -1)).subject;
    return `the name ${name} in ${container} ${issue.issues[0]?.message ?? 'is not allowed'}`;
  }
  if (where.setting) return `${where.subject} must be ${settingExpectation(where, catalogue)}; ${got}`;
  switch (issue.code) {
    case 'invalid_type':
      return `${where.subject} must be ${TYPES[issue.expected] ?? issue.expected}; ${got}`;
    case 'invalid_value':
      return `${where.subject} must be ${alternatives(issue.values.map((allowed) => describeValue(allowed)))}; ${got}`;
    case 'too_big':
    case 'too_small': {
      const size = typeof value === 'string' || Array.isArray(value) ? `it has ${value.length}` : got;
      return `${where.subject} must ${boundText(issue)}; ${size}`;
    }
    case 'invalid_format':
    case 'custom':
      return `${where.subject} ${issue.message}; ${got}`;
    default:
      return `${where.subject} is not valid; ${got}`;
  }
}

const MOST = 50;

/** What the document schema has against a value, one sentence each, the first fifty. */
export function schemaProblems(error: z.ZodError, raw: unknown, catalogue: Catalogue, opening: string): Problem[] {
  return error.issues.slice(0, MOST).map((issue) => {
    const where = whereIs(raw, issue.path);
    const message = `${opening}: ${clause(issue, raw, where, catalogue)}.`;
    return { severity: 'error', ...where.place, message };
  });
}
