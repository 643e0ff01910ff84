import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, '../../../src/renderer/styles/tokens.css'), 'utf8');

/** Colours of a block of tokens, by name. */
function colours(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no block ${selector}.`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

const dark = colours(':root');
const themes = { dark, light: { ...dark, ...colours(':root[data-theme="light"]') } };

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

const SURFACES = ['ground', 'panel', 'raised', 'hover'];
const inks = Object.keys(dark).filter(
  (name) => ![...SURFACES, 'line', 'line-strong', 'accent-ink', 'accent-fill'].includes(name),
);

describe.each(Object.entries(themes))('the %s theme', (_, theme) => {
  it.each(inks)('can be read in %s on every surface', (ink) => {
    for (const surface of SURFACES) {
      expect(contrast(theme[ink], theme[surface]), `--${ink} on --${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('can be read on the accent', () =>
    expect(contrast(theme['accent-ink'], theme['accent-fill'])).toBeGreaterThanOrEqual(4.5));
});

it('is checked for all the inks that both themes have', () => {
  expect(inks.length).toBeGreaterThan(12);
  expect(Object.keys(colours(':root[data-theme="light"]')).sort()).toEqual(Object.keys(dark).sort());
});
