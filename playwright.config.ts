import { defineConfig } from '@playwright/test';

/** End-to-end tests drive the built studio in real Electron; `npm run e2e` gets everything ready for them. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Each test opens a studio that trains: more at once would only slow each other down.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
});
