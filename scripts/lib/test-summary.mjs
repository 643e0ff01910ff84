/**
 * What a stage of the tests found.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {Counts & { name: string, seconds: number }} Row
 */

/**
 * Counts from a report, with at least one failure when the tool itself failed (a file that does not load has no tests).
 * @param {Counts} counts @param {number} code Exit code of the tool.
 * @returns {Counts}
 */
export const withExitCode = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

/** @param {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number }} report Vitest's JSON @returns {Counts} */
export const countsOfVitest = (report) => ({
  passed: report.numPassedTests ?? 0,
  failed: report.numFailedTests ?? 0,
  skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
});

/** @param {{ stats?: { expected?: number, unexpected?: number, flaky?: number, skipped?: number } }} report Playwright's JSON @returns {Counts} */
export const countsOfPlaywright = ({ stats = {} }) => ({
  passed: stats.expected ?? 0,
  failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0),
  skipped: stats.skipped ?? 0,
});

/** @param {Row[]} rows */
export function table(rows) {
  const cells = [
    ['', 'passed', 'failed', 'skipped', 'seconds'],
    ...rows.map((row) => [row.name, row.passed, row.failed, row.skipped, row.seconds.toFixed(1)].map(String)),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
    )
    .join('\n');
}

/** `N passed, N failed`, with `, N skipped` where some were. @param {Counts[]} rows */
export function closingLine(rows) {
  const sum = (/** @type {keyof Counts} */ key) => rows.reduce((total, row) => total + row[key], 0);
  const line = `${sum('passed')} passed, ${sum('failed')} failed`;
  return sum('skipped') > 0 ? `${line}, ${sum('skipped')} skipped` : line;
}
