import { describe, expect, test } from 'vitest';
import { families } from '../../../src/core/catalogue/families';
import { shelvesOf } from '../../../src/renderer/gallery/shelves';
import type { Template } from '../../../src/renderer/gallery/templates';
import { rectifiedFlow, vaeDigits } from '../template';

const flow = { id: 'rectified-flow-2d', document: rectifiedFlow() };
/** A document of a model, for all that shelves look at. */
const of = (id: string, ...models: string[]): Template => ({
  id,
  document: { ...flow.document, title: id, summary: '', recipe: undefined, models },
});
const all = [of('gan-2d', 'M07'), flow, { id: 'vae-digits', document: vaeDigits() }, of('guidance-2d', 'M20')];
const shown = (wanted: string): [string, string[]][] =>
  shelvesOf(all, wanted).map(({ family, templates }) => [family.id, templates.map(({ id }) => id)]);

describe('shelves', () => {
  test('stand in the order of the families, and empty ones are left out', () => {
    expect(shown('')).toEqual([
      ['latent-variables', ['vae-digits']],
      ['adversarial', ['gan-2d']],
      ['diffusion', ['rectified-flow-2d', 'guidance-2d']],
    ]);
  });

  test('hold what has every word, in the template or in its family', () => {
    expect(shown(' Adversarial ')).toEqual([['adversarial', ['gan-2d']]]);
    expect(shown('digits encoder')).toEqual([['latent-variables', ['vae-digits']]]);
    expect(shown('no likelihood')).toEqual([['adversarial', ['gan-2d']]]);
    expect(shown('zebra')).toEqual([]);
  });

  test('hold what belongs to no family too', () => {
    expect(shelvesOf([of('mine')], '').map(({ family }) => family.id)).toEqual(['others']);
  });

  test('have every model in one family', () => {
    const models = families.flatMap((family) => family.models);
    expect(new Set(models).size).toBe(models.length);
    expect(models).toEqual(Array.from({ length: 36 }, (_, i) => `M${String(i + 1).padStart(2, '0')}`));
  });
});
