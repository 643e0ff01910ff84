import { describe, expect, test } from 'vitest';
import { STAGES, selectStages } from '../../scripts/lib/test-stages.mjs';
import {
  closingLine,
  countsOfPlaywright,
  countsOfVitest,
  table,
  withExitCode,
} from '../../scripts/lib/test-summary.mjs';

test('the closing line adds everything up and names skipped tests only when there are some', () => {
  const row = { passed: 1, failed: 0, skipped: 0 };
  expect(closingLine([row, { passed: 200, failed: 2, skipped: 0 }])).toBe('201 passed, 2 failed');
  expect(closingLine([row, { passed: 3, failed: 0, skipped: 4 }])).toBe('4 passed, 0 failed, 4 skipped');
  expect(closingLine([])).toBe('0 passed, 0 failed');
});

test('counts come from the reports of the tools', () => {
  expect(countsOfVitest({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toEqual({
    passed: 5,
    failed: 1,
    skipped: 3,
  });
  expect(countsOfPlaywright({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 } })).toEqual({
    passed: 7,
    failed: 2,
    skipped: 2,
  });
  expect(countsOfPlaywright({})).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test('a tool that failed without a failing test still counts as a failure', () => {
  expect(withExitCode({ passed: 9, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 9, failed: 1, skipped: 0 });
  expect(withExitCode({ passed: 9, failed: 2, skipped: 0 }, 1).failed).toBe(2);
  expect(withExitCode({ passed: 9, failed: 0, skipped: 0 }, 0).failed).toBe(0);
});

test('the table is aligned', () => {
  const lines = table([
    { name: 'lint', passed: 1, failed: 0, skipped: 0, seconds: 0.52 },
    { name: 'unit', passed: 1_234, failed: 0, skipped: 0, seconds: 61 },
  ]).split('\n');
  expect(lines).toHaveLength(3);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

describe('choosing stages', () => {
  test('all of them, in order, without a wish', () => {
    expect(selectStages([])).toEqual({ stages: ['lint', 'types', 'unit', 'e2e'], rest: [] });
    expect(Object.keys(STAGES)).toEqual(['lint', 'types', 'unit', 'e2e']);
  });

  test('some of them, always in the same order', () => {
    expect(selectStages(['--only', 'unit,lint'])).toEqual({ stages: ['lint', 'unit'], rest: [] });
  });

  test('one of them, with words for its tool', () => {
    expect(selectStages(['--only', 'e2e', 'security', '-g', 'network'])).toEqual({
      stages: ['e2e'],
      rest: ['security', '-g', 'network'],
    });
  });

  test.each([
    [['--only']],
    [['--only', 'speed']],
    [['lint']],
    [['--only', 'lint,types', 'more']],
    [['--only', 'toString']],
  ])('%j is refused', (args) => {
    expect(() => selectStages(args)).toThrow(/is not understood/);
  });
});
