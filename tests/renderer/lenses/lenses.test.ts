import { describe, expect, test } from 'vitest';
import type { SessionInfo } from '../../../src/protocol/worker';
import { lastingChoice } from '../../../src/renderer/lenses/choice';
import { abilities, frontLens, lensesOf, telling } from '../../../src/renderer/lenses/lenses';
import { eulerInfo, noProbes } from '../probe-info';

const probes = (change: Partial<SessionInfo['probes']>): SessionInfo['probes'] => ({ ...noProbes, ...change });
const vae = abilities(probes({ encode: { width: 2, columns: [] }, decode: { width: 2, classes: 0 } }));
const flow = abilities(probes({ samplers: [eulerInfo()] }));

const game = (dimensions: number) =>
  abilities(
    probes({ adversarial: { dimensions, generator: 'generator', discriminator: 'critic', scale: 'probability' } }),
  );
const gan = game(2);

describe('which lens comes first', () => {
  test('alone: the one that tells most about the model', () => {
    expect([vae, flow, gan, abilities(null)].map((able) => telling(able, 'only'))).toEqual([
      'latent',
      'trajectory',
      'adversarial',
      'curves',
    ]);
  });

  test('the adversarial lens is offered only where a generator and a discriminator play on a line or in the plane', () => {
    const offered = [gan, game(1), game(784), vae, ''].map((able) =>
      lensesOf('right', able).some(({ id }) => id === 'adversarial'),
    );
    expect(offered).toEqual([true, true, false, false, false]);
  });

  test('a density that can be drawn comes first, one of pictures or of latents is only offered', () => {
    const density = {
      node: 'density',
      title: 'Kernel density',
      kind: 'exact',
      numbers: 2,
      classes: 0,
      latent: false,
      sampler: null,
      scan: null,
    } as const;
    const able = (dimensions: number, latent = false) =>
      abilities(probes({ densities: [{ ...density, dimensions, latent }], encode: { width: 2, columns: [] } }));
    const all = [able(1), able(2), able(784), able(2, true)];
    expect(all.map((each) => telling(each, 'right'))).toEqual(['density', 'density', 'latent', 'latent']);
    const pictures = { ...density, dimensions: 784 };
    expect(telling(abilities(probes({ densities: [pictures], encode: null, decode: null })), 'right')).toBe('density');
    const offered = [...all, vae, gan].map((each) => lensesOf('right', each).some(({ id }) => id === 'density'));
    expect(offered).toEqual([true, true, true, true, false, false]);
  });

  test('a model with a codebook begins with its codes; no other is offered them', () => {
    const codes = { node: 'codebook', vocabulary: 8, rows: 2, columns: 2 };
    const vq = abilities(probes({ codes, encode: { width: 4, columns: [] }, decode: { width: 4, classes: 0 } }));
    expect([telling(vq, 'right'), telling(vq, 'left')]).toEqual(['codes', 'curves']);
    const offered = [vq, vae, flow, gan, ''].map((able) => lensesOf('right', able).some(({ id }) => id === 'codes'));
    expect(offered).toEqual([true, false, false, false, false]);
  });

  test('a chosen lens stays in front as long as it is offered', () => {
    expect(frontLens(gan, 'right', 'trajectory')).toBe('trajectory');
    expect(frontLens(vae, 'right', 'adversarial')).toBe('latent');
    expect(frontLens(vae, 'left', undefined)).toBe('curves');
  });

  test('a choice outlasts models of the same abilities; the left side, and a choice without a model, any', () => {
    const lenses = { left: 'data', right: 'latent' } as const;
    expect(lastingChoice({ abilities: vae, lenses }, vae)).toEqual(lenses);
    expect(lastingChoice({ abilities: vae, lenses }, flow)).toEqual({ left: 'data' });
    expect(lastingChoice({ abilities: '', lenses }, flow)).toEqual(lenses);
  });

  test('in two groups every lens has one place and the first is always of its own group', () => {
    for (const able of [vae, flow, gan, '']) {
      const ids = (['left', 'right'] as const).flatMap((place) => lensesOf(place, able).map(({ id }) => id));
      expect(ids).toEqual(lensesOf('only', able).map(({ id }) => id));
      for (const place of ['left', 'right'] as const) {
        expect(lensesOf(place, able).map(({ id }) => id)).toContain(telling(able, place));
      }
    }
  });
});
