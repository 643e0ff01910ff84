import type { CDPSession, Page } from '@playwright/test';

/** What the window's main thread did in a stretch of time, in milliseconds. */
export interface Work {
  /** JavaScript: event handlers, React, microtasks, frame callbacks. */
  script: number;
  /** Style and layout. */
  layout: number;
  /** All tasks, painting and the two above included. */
  task: number;
  /** From the first input to the frame in which nothing is left to do. */
  wall: number;
}

/**
 * Measures the main thread by the counters that Chromium keeps for its own performance panel (`Performance.getMetrics`):
 * they count all scripting of the page, also what React puts off to a later task, which a stopwatch around an event
 * handler would miss.
 */
export class MainThread {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<MainThread> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'timeTicks' });
    return new MainThread(page, session);
  }

  /** Work between the start of `action` and the second frame after it, by which React has shown what came of it. */
  async during(action: () => Promise<unknown>): Promise<Work> {
    const before = await this.counters();
    const start = performance.now();
    await action();
    await this.settled();
    const wall = performance.now() - start;
    const after = await this.counters();
    return {
      script: after.script - before.script,
      layout: after.layout - before.layout,
      task: after.task - before.task,
      wall,
    };
  }

  /** Two frames and the tasks that they queued. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve();
          requestAnimationFrame(() => requestAnimationFrame(() => channel.port2.postMessage(null)));
        }),
    );
  }

  private async counters(): Promise<Omit<Work, 'wall'>> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    const milliseconds = (name: string): number => 1_000 * (metrics.find((metric) => metric.name === name)?.value ?? 0);
    return {
      script: milliseconds('ScriptDuration'),
      layout: milliseconds('LayoutDuration') + milliseconds('RecalcStyleDuration'),
      task: milliseconds('TaskDuration'),
    };
  }
}

/** The value below which a share of the numbers lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
