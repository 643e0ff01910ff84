import { CONTENT_SECURITY_POLICY } from '../../src/main/assets';
import { expect, test } from './studio';

const ORIGIN = 'app://loom';

test('the page comes from the program itself under a strict content policy', async ({ page }) => {
  expect(page.url()).toBe(`${ORIGIN}/`);
  const header = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
  expect(header).toBe(CONTENT_SECURITY_POLICY);
  expect(header).toContain("default-src 'none'");
});

test('the page is isolated and sandboxed: it has the bridge and nothing of Node', async ({ page }) => {
  const found = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.keys(window.loom).sort(),
  }));
  expect(found).toEqual({ node: [], bridge: ['on', 'request'] });
});

test('nothing reaches the network, from the page or around its content policy', async ({ app, page }) => {
  const refused = await page.evaluate(async () => {
    const attempts = {
      http: () => fetch('http://127.0.0.1:9/'),
      https: () => fetch('https://example.com/'),
      file: () => fetch('file:///etc/passwd'),
      data: () => fetch('data:text/plain,hello'),
    };
    const results: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(attempts)) {
      results[name] = await attempt().then(
        () => 'loaded',
        () => 'refused',
      );
    }
    return results;
  });
  expect(refused).toEqual({ http: 'refused', https: 'refused', file: 'refused', data: 'refused' });
  const session = await app.evaluate(async ({ session }) => {
    try {
      return (await session.defaultSession.fetch('http://127.0.0.1:9/')).status;
    } catch (error) {
      return String(error);
    }
  });
  expect(session).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('peer connections, which no content policy stops, find no way out', async ({ page }) => {
  const candidates = await page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel('out');
    const found: string[] = [];
    const complete = new Promise<void>((resolve) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate?.candidate) found.push(candidate.candidate);
        else resolve();
      };
    });
    await connection.setLocalDescription(await connection.createOffer());
    await complete;
    connection.close();
    return found;
  });
  expect(candidates).toEqual([]);
});

test('inline scripts and eval do not run', async ({ page }) => {
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    // Code that a debugger runs may evaluate text; what runs after it, as the page's own code does, may not.
    await new Promise((resolve) => setTimeout(resolve, 0));
    let evaluated = false;
    try {
      evaluated = new Function('return true')() as boolean;
    } catch {
      // what must happen
    }
    return { inline: 'inlineRan' in window, evaluated };
  });
  expect(ran).toEqual({ inline: false, evaluated: false });
});

test('the page can neither leave, nor open windows, nor embed anything', async ({ app, page }) => {
  await page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    window.location.href = 'app://loom/other.html';
  });
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'app://loom/index.html';
    document.body.append(frame);
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe(`${ORIGIN}/`);
  expect(page.frames().filter((frame) => frame.url().startsWith('app:'))).toHaveLength(1);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('every permission is denied', async ({ page }) => {
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
    ] as PermissionName[];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
  const camera = await page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error: Error) => error.name,
    ),
  );
  expect(camera).not.toBe('given');
});

test('files outside the page, and addresses that climb, are not served', async ({ page }) => {
  const statuses = await page.evaluate(async () => {
    const addresses = [
      '/../main/index.js',
      '/..%2fmain/index.js',
      '/%2e%2e/%2e%2e/package.json',
      '/..%5cmain%5cindex.js',
      '/missing.js',
    ];
    return Promise.all(addresses.map(async (address) => (await fetch(address)).status));
  });
  expect(statuses).toEqual([404, 404, 404, 404, 404]);
});

test('main refuses messages it does not know and messages of the wrong form', async ({ page }) => {
  const results = await page.evaluate(async () => {
    const request: (type: never, payload: never) => Promise<unknown> = window.loom.request;
    const messages: [unknown, unknown][] = [
      ['shell.run', {}],
      ['toString', {}],
      [{}, null],
      ['project.save', { project: '../../etc', document: {} }],
      ['project.create', { document: { format: 'latent-loom' } }],
    ];
    return Promise.all(messages.map(([type, payload]) => request(type as never, payload as never)));
  });
  for (const result of results) expect(result).toMatchObject({ ok: false, failure: { user: false } });
});
