import { describe, expect, test } from 'vitest';
import { isInstalled } from '../../scripts/lib/dependencies.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
  },
};
const complete = {
  packages: {
    'node_modules/a': wanted.packages['node_modules/a'],
    'node_modules/a/node_modules/b': wanted.packages['node_modules/a/node_modules/b'],
  },
};

test('a complete installation needs nothing', () => {
  expect(isInstalled(wanted, complete)).toBe(true);
});

test('nothing installed, or an installation that was cut off, needs npm', () => {
  expect(isInstalled(wanted, null)).toBe(false);
  expect(isInstalled(wanted, {})).toBe(false);
});

test('a missing package, another version and other contents need npm', () => {
  const b = 'node_modules/a/node_modules/b';
  expect(isInstalled(wanted, { packages: { 'node_modules/a': complete.packages['node_modules/a'] } })).toBe(false);
  expect(
    isInstalled(wanted, { packages: { ...complete.packages, [b]: { version: '2.0.1', integrity: 'sha512-b' } } }),
  ).toBe(false);
  expect(
    isInstalled(wanted, { packages: { ...complete.packages, [b]: { version: '2.0.0', integrity: 'sha512-x' } } }),
  ).toBe(false);
});

describe('optional packages', () => {
  const optional = (entry: object) => ({
    packages: { ...wanted.packages, 'node_modules/c': { version: '1.0.0', optional: true, ...entry } },
  });

  test('for other machines, and what they need, may be missing', () => {
    expect(isInstalled(optional({ os: ['plan9'] }), complete)).toBe(true);
    expect(isInstalled(optional({ os: [process.platform], cpu: ['pdp11'] }), complete)).toBe(true);
    expect(isInstalled(optional({}), complete)).toBe(true);
  });

  test('for this machine must be there: modules copied from another one are no installation', () => {
    expect(isInstalled(optional({ os: [process.platform], cpu: [process.arch] }), complete)).toBe(false);
  });
});
