import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, contentType, mayRequest, resolveAsset } from '../../src/main/assets';

const folder = resolve('/opt/loom/out/renderer');

describe('content security policy', () => {
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );

  test('refuses what it does not name', () => {
    expect(directives.get('default-src')).toEqual(["'none'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives.get(name)).toEqual(["'none'"]);
  });

  test('runs scripts from our own files only', () => {
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe-eval');
  });

  test('names no host, no wildcard and no network scheme', () => {
    expect(
      [...directives.values()].flat().filter((source) => !/^('none'|'self'|'unsafe-inline'|blob:|data:)$/.test(source)),
    ).toEqual([]);
  });
});

describe('resolveAsset', () => {
  test.each([
    ['app://loom/', 'index.html'],
    ['app://loom/index.html', 'index.html'],
    ['app://loom/assets/index-B1.js?v=1#top', 'assets/index-B1.js'],
    ['app://loom/a%20b.css', 'a b.css'],
    ['app://loom/assets/../index.html', 'index.html'],
  ])('%s is %s', (address, file) => {
    expect(resolveAsset(folder, address)).toBe(resolve(folder, file));
  });

  test.each([
    'app://other/index.html',
    'app://user@loom/index.html',
    'app://loom:80/index.html',
    'https://loom/index.html',
    'file:///etc/passwd',
    'app://loom/..%2f..%2fpackage.json',
    'app://loom/%2e%2e%2fpackage.json',
    'app://loom/a%2f..%2f..%2fpackage.json',
    'app://loom/..%5cpackage.json',
    'app://loom/C:/windows/system.ini',
    'app://loom/index.html%00.js',
    'app://loom/%E0%A4%A',
    'index.html',
    '',
  ])('refuses %j', (address) => {
    expect(resolveAsset(folder, address)).toBeNull();
  });

  test('never leaves the folder, whatever the path', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '/', '\\', '%00', 'a', '%', ':'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const file = resolveAsset(folder, `app://loom/${pieces.join('')}`);
        expect(
          file === null || (resolve(file).startsWith(folder + sep) && resolve(file) === file.replace(/[/\\]+$/, '')),
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('files of unknown kinds have no content type and are not served', () => {
  expect(contentType('/x/index.html')).toBe('text/html; charset=utf-8');
  expect(contentType('/x/A.JS')).toBe('text/javascript; charset=utf-8');
  expect(contentType('/x/inter.woff2')).toBe('font/woff2');
  expect(contentType('/x/.env')).toBeNull();
  expect(contentType('/x/key.pem')).toBeNull();
});

test('only requests that stay in the program are let through', () => {
  for (const address of [
    'app://loom/a.js',
    'blob:app://loom/1',
    'data:image/png;base64,',
    'devtools://devtools/bundled/x.js',
  ]) {
    expect(mayRequest(address)).toBe(true);
  }
  for (const address of [
    'http://127.0.0.1/',
    'https://example.com/',
    'ws://127.0.0.1/',
    'wss://x/',
    'file:///etc/passwd',
    'ftp://x',
    'chrome://gpu',
    'application:x',
    '',
  ]) {
    expect(mayRequest(address)).toBe(false);
  }
});
