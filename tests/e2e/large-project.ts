import type { ElectronApplication, Page } from '@playwright/test';
import { documentWithLargeNetwork } from './large-network';
import { quantile } from './main-thread';
import { openDocument } from './runs';
import { expect } from './studio';

/** Limits are held only where asked for: a shared machine must not make the tests fail. */
export const strict = process.env.LOOM_PERF === '1';

/** How often something is measured; `few` times where nothing but its answer is checked. */
export const repeats = (many: number, few: number): number => (strict ? many : few);

/** Opens "VAE on digits" with an encoder of so many nodes. */
export async function openLargeProject(app: ElectronApplication, page: Page, userData: string, nodes: number) {
  await openDocument({ app, page, userData }, 'large', await documentWithLargeNetwork(nodes));
  await expect(page.getByTestId('node.encoder')).toBeVisible();
  await page.waitForTimeout(1_000);
}

export interface Summary {
  count: number;
  median: number;
  p95: number;
  worst: number;
}

export const summary = (values: readonly number[]): Summary => ({
  count: values.length,
  median: hundredth(quantile(values, 0.5)),
  p95: hundredth(quantile(values, 0.95)),
  worst: hundredth(Math.max(...values)),
});

const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** Starts to collect the durations of performance entries of a type (and name) in the window; `collected` gives them. */
export async function collect(page: Page, type: string, name?: string): Promise<void> {
  await page.evaluate(
    ({ type, name }) => {
      const found: number[] = [];
      Object.assign(window, { [`perf ${type} ${name}`]: found });
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          if (name === undefined || entry.name === name) found.push(entry.duration);
      });
      const wanted: PerformanceObserverInit & { durationThreshold: number } = { type, durationThreshold: 16 };
      observer.observe(wanted);
    },
    { type, name },
  );
}

/** What came since the last time. */
export async function collected(page: Page, type: string, name?: string): Promise<number[]> {
  return page.evaluate((key) => {
    const found: unknown = Reflect.get(window, key);
    return Array.isArray(found) ? found.splice(0).map(Number) : [];
  }, `perf ${type} ${name}`);
}
