import { writeFileSync } from 'node:fs';
import { expect, test } from './studio';
test('profile', async ({ app, page }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1680, 980));
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('run.status').waitFor({ timeout: 30000 });
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => { for (const e of list.getEntries()) tasks.push(Math.round(e.duration)); }).observe({ type: 'longtask' });
  });
  await page.getByTestId('run.train').click();
  await page.waitForTimeout(2000);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: 500 });
  await cdp.send('Profiler.start');
  await page.waitForTimeout(6000);
  const { profile } = await cdp.send('Profiler.stop');
  writeFileSync('/tmp/prof.json', JSON.stringify(profile));
  console.log('long', await page.evaluate(() => JSON.stringify((window as never as { tasks: number[] }).tasks.splice(0))));
  await page.getByTestId('lens.tab.samples').first().click().catch(() => undefined);
  await page.getByTestId('topbar.lenses').click();
  await page.waitForTimeout(500);
  await page.evaluate(() => (window as never as { tasks: number[] }).tasks.splice(0));
  await page.waitForTimeout(6000);
  console.log('long without lenses', await page.evaluate(() => JSON.stringify((window as never as { tasks: number[] }).tasks.splice(0))));
  expect(1).toBe(1);
});
