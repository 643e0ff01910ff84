// `npm test`: installs what is missing and runs every check. Ends with one plain line, `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { STAGES, selectStages } from './lib/test-stages.mjs';
import { closingLine, table } from './lib/test-summary.mjs';
import { messageOf, SetupError, say } from './lib/workspace.mjs';

/** Runs one stage; whatever goes wrong in it is a failure of that stage. @param {string} name @param {string} reports @param {string[]} rest */
async function runStage(name, reports, rest) {
  say(`\n── ${name} ──`);
  const start = performance.now();
  let counts = { passed: 0, failed: 1, skipped: 0 };
  try {
    counts = await STAGES[name](reports, rest);
  } catch (error) {
    say(error instanceof SetupError ? error.message : String(error instanceof Error ? error.stack : error));
  }
  return { name, ...counts, seconds: (performance.now() - start) / 1_000 };
}

async function main() {
  const { stages, rest } = selectStages(process.argv.slice(2));
  await ensureDependencies();
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));
  const reports = mkdtempSync(join(tmpdir(), 'loom-tests-'));
  const rows = [];
  try {
    for (const name of stages) {
      rows.push(await runStage(name, reports, rest));
      if (interrupted) break;
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  say('');
  console.log(table(rows));
  console.log(closingLine(rows));
  return interrupted ? 130 : rows.some((row) => row.failed > 0) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(messageOf(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
