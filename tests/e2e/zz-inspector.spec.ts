import { expect, test } from './studio';

test('pictures', async ({ app, page }) => {
  test.setTimeout(200_000);
  page.on('console', (m) => m.type() === 'error' && console.log(m.text()));
  page.on('pageerror', (e) => console.log(e.stack));
  const shot = (name: string) => page.screenshot({ path: `/tmp/insp-${name}.png` });
  const size = (width: number, height: number) =>
    app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0].setContentSize(w, h), [
      width,
      height,
    ] as const);
  await size(1440, 1000);
  await page.getByTestId('gallery.template.rectified-flow-2d').click();
  await expect(page.getByTestId('node.denoiser')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').getByRole('combobox').fill('light theme');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+l');
  await page.waitForTimeout(300);
  const add = async (name: string) => {
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').getByRole('combobox').fill(name);
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
  };
  await page.getByTestId('node.denoiser').dblclick({ position: { x: 60, y: 10 } });
  await page.waitForTimeout(300);
  await add('add gru');
  await shot('gru');
  await add('Block custom');
  await add('linear');
  await page.keyboard.press('Control+d');
  await page.waitForTimeout(200);
  await page.keyboard.press('Control+z');
  await page.waitForTimeout(200);
  await add('sinusoidal');
  await shot('sin');
  await page.getByTestId('topbar.inspector').focus();
  await page.keyboard.press('F6');
  await shot('f6');
});
