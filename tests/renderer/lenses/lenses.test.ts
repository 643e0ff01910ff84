import { describe, expect, test } from 'vitest';
import type { SessionInfo } from '../../../src/protocol/worker';
import { abilities, lensesOf, telling } from '../../../src/renderer/lenses/lenses';

const probes = (change: Partial<SessionInfo['probes']>): SessionInfo['probes'] => ({
  encode: null,
  decode: null,
  reconstruct: false,
  samplers: [],
  methods: [],
  adversarial: null,
  field: null,
  ...change,
});
const vae = abilities(probes({ encode: { width: 2, columns: [] }, decode: { width: 2 } }));
const flow = abilities(
  probes({
    samplers: [
      {
        node: 'euler',
        title: 'Euler',
        method: 'sampler.euler',
        num_inference_steps: 50,
        eta: 0,
        guidance_scale: 1,
        classes: 0,
        guided: false,
      },
    ],
  }),
);

describe('which lens comes first', () => {
  test('alone: the one that tells most about the model', () => {
    expect([telling(vae, 'only'), telling(flow, 'only'), telling(abilities(null), 'only')]).toEqual([
      'latent',
      'trajectory',
      'curves',
    ]);
  });

  test('in two groups every lens has one place and the first is always of its own group', () => {
    const ids = (['left', 'right'] as const).flatMap((place) => lensesOf(place).map(({ id }) => id));
    expect(ids).toEqual(lensesOf('only').map(({ id }) => id));
    for (const able of [vae, flow, '']) {
      for (const place of ['left', 'right'] as const) {
        expect(lensesOf(place).map(({ id }) => id)).toContain(telling(able, place));
      }
    }
  });
});
