import { expect, test } from './studio';

test('hands', async ({ app, page }) => {
  page.on('console', (m) => m.text().includes('GPU stall') || console.log('console', m.type(), m.text()));
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message, e.stack));
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].setContentSize(1680, 980));
  const shot = (name: string) => page.screenshot({ path: `/tmp/shots/hand-${name}.png` });
  await page.getByTestId('gallery.template.vae-digits').waitFor();
  await shot('gallery');
  await page.getByTestId('gallery.template.vae-digits').click();
  await page.getByTestId('run.status').waitFor({ timeout: 30000 });
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => { for (const e of list.getEntries()) tasks.push(Math.round(e.duration)); }).observe({ type: 'longtask' });
  });
  await page.getByTestId('run.train').click();
  await page.waitForTimeout(8000);
  console.log('long tasks while training', await page.evaluate(() => JSON.stringify((window as never as { tasks: number[] }).tasks.splice(0))));
  // slider while training
  await page.getByTestId('node.kl').locator('header').click();
  await page.getByTestId('inspector.setting.beta').fill('4');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
  await shot('beta');
  console.log('stale?', await page.getByTestId('run.restart').count(), 'kl', await page.getByTestId('node.kl').locator('output').textContent());
  // dragging
  const node = await page.getByTestId('node.decoder').locator('header').boundingBox();
  if (!node) throw new Error();
  await page.mouse.move(node.x + 60, node.y + 10);
  await page.mouse.down();
  for (let i = 0; i < 60; i++) { await page.mouse.move(node.x + 60 + i, node.y + 10 + i); }
  await page.mouse.up();
  console.log('long tasks while dragging', await page.evaluate(() => JSON.stringify((window as never as { tasks: number[] }).tasks.splice(0))));
  await page.keyboard.press('Control+z');
  // wire dropped on empty canvas
  const port = await page.getByTestId('port.encoder.q').boundingBox();
  if (!port) throw new Error();
  await page.mouse.move(port.x + 8, port.y + 8);
  await page.mouse.down();
  await page.mouse.move(port.x + 60, port.y + 200, { steps: 10 });
  await page.mouse.up();
  await page.getByTestId('node-search').waitFor();
  await page.waitForTimeout(200);
  await shot('wire-search');
  await page.keyboard.type('repa');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(600);
  await shot('wire-added');
  // run is stale now
  console.log('stale', await page.getByTestId('run.restart').count());
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(500);
  console.log('status', await page.getByTestId('run.status').getAttribute('data-state'));
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(400);
  await shot('question');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(200);
  // two undo steps at most bring it back
  await page.keyboard.press('Control+z');
  await page.waitForTimeout(300);
  console.log('nodes', await page.locator('article[data-testid^="node."]').count(), 'stale', await page.getByTestId('run.restart').count());
  // tab opens search
  await page.mouse.move(500, 560);
  await page.keyboard.press('Tab');
  await page.waitForTimeout(200);
  console.log('search by Tab', await page.getByTestId('node-search').count());
  await page.keyboard.press('Escape');
  // reconnect: pull a wire off
  await page.keyboard.press('Control+k');
  await page.keyboard.type('light');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(400);
  await shot('light');
  await page.getByTestId('node.encoder').dblclick();
  await page.waitForTimeout(600);
  await page.getByTestId('node.mlp').locator('header').click();
  await page.waitForTimeout(200);
  await shot('network-light');
  expect(1).toBe(1);
  await page.keyboard.press('?');
  await page.waitForTimeout(200);
  await shot('keys-light');
  await page.keyboard.press('Escape');
  // close
  await page.getByTestId('rail.gallery').click();
  await page.waitForTimeout(300);
  await shot('gallery-inside');
});
