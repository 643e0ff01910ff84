/** Wrong wirings, what is said about each, where, and what is offered to put it right. */

import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import { apply, commands, emptySelection } from '../../../src/core/graph';
import type { Fix, Place, Problem, ProjectDocument } from '../../../src/core/graph/document';
import { parsed } from './documents';
import { documents } from './wrong-wiring-documents';
import { type Row, rows } from './wrong-wiring-rows';

const names = Object.entries(rows);

const found = (document: ProjectDocument): readonly Problem[] => analyse(document, catalogue).problems;

const placeOf = ({ network, node, port, edge }: Problem): Place => ({
  ...(network !== undefined && { network }),
  ...(node !== undefined && { node }),
  ...(port !== undefined && { port }),
  ...(edge !== undefined && { edge }),
});

test('there are enough of them', () => {
  expect(names.length).toBeGreaterThanOrEqual(25);
  expect(Object.keys(rows)).toEqual(Object.keys(documents));
});

describe.each(names)('%s', (name, expected) => {
  const document = documents[name as keyof typeof documents];
  const problems = found(document);

  test('is told in one sentence, in its place, with what puts it right', () => {
    const told = problems.map(
      (problem): Row => [
        problem.severity,
        placeOf(problem),
        problem.message,
        (problem.fixes ?? []).map(({ label }) => label),
      ],
    );
    expect(told).toEqual(expected);
  });

  test('says what is wrong and what to do', () => {
    for (const { message } of problems) expect(message).toMatch(/^.+[;:,] .+[.?]$/);
  });

  const offered = problems.flatMap((problem) =>
    (problem.fixes ?? []).map((fix) => [fix.label, problem, fix] as [string, Problem, Fix]),
  );
  test.runIf(offered.length > 0).each(offered)('%s does away with it', (_label, problem, fix) => {
    const context = { document, catalogue, graph: problem.network ?? null, selection: emptySelection };
    const plan = commands.applyFix.plan(context, { problem, fix });
    if (!plan.ok) throw new Error(plan.message);
    expect(plan.changes.length).toBeGreaterThan(0);
    const mended = apply(document, plan.changes);
    expect(parsed(mended)).toEqual(mended);
    const left = found(mended).map((each) => [placeOf(each), each.message]);
    expect(left).not.toContainEqual([placeOf(problem), problem.message]);
  });
});
