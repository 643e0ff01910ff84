// `npm test`: installs what is missing and runs every check. Ends with one plain line, `N passed, N failed`.
import { mkdirSync, rmSync } from 'node:fs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { STAGES, selectStages } from './lib/test-stages.mjs';
import { closingLine, table } from './lib/test-summary.mjs';
import { inRoot, messageOf, SetupError, say } from './lib/workspace.mjs';

async function main() {
  const { stages, rest } = selectStages(process.argv.slice(2));
  await ensureDependencies();
  const reports = inRoot('node_modules', '.cache', 'test-reports');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  const rows = [];
  for (const name of stages) {
    say(`\n── ${name} ──`);
    const start = performance.now();
    let counts;
    try {
      counts = await STAGES[name](reports, rest);
    } catch (error) {
      say(error instanceof SetupError ? error.message : String(error instanceof Error ? error.stack : error));
      counts = { passed: 0, failed: 1, skipped: 0 };
    }
    rows.push({ name, ...counts, seconds: (performance.now() - start) / 1_000 });
  }
  say('');
  console.log(table(rows));
  console.log(closingLine(rows));
  return rows.some((row) => row.failed > 0) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(messageOf(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
