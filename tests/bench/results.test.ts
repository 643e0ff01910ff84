import { expect, test } from 'vitest';
import { resultsPage, type StudyResult } from '../../bench/results/record';
import { resultStudies } from '../../bench/results/studies';

const study: StudyResult = {
  id: 'vae-digits, 20 latents',
  template: 'vae-digits',
  title: 'VAE on digits',
  set: ['encoder.latent=20'],
  seeds: [1],
  steps: 4_690,
  seconds: 27.4,
  metrics: { test_kl: 25.123456, test_elbo: 105.4 },
  weightsSha256: 'aa66ad90ffffffff',
  machine: '2 cores (a processor), all threads',
  references: [
    { metric: 'test_elbo', value: [104.4, 106.4], source: 'PyTorch | same data' },
    { metric: 'test_iw_bound', value: 100, source: 'a paper' },
  ],
};

test('a page of results shows each reference beside its number, then the other numbers, and the command', () => {
  const lines = resultsPage({ studies: [study] }).split('\n');
  expect(lines).toContain('## vae-digits, 20 latents');
  expect(lines.filter((line) => line.startsWith('| '))).toEqual([
    '| Measure | Here | Reference | Source of the reference |',
    '| --- | ---: | ---: | --- |',
    '| test_elbo | 105.4 | 104.4 to 106.4 | PyTorch \\| same data |',
    '| test_iw_bound | – | 100 | a paper |',
    '| test_kl | 25.12 |  |  |',
  ]);
  expect(lines.join(' ')).toContain(
    '`loom train vae-digits --set encoder.latent=20 --seed 1` gives the weights aa66ad90ffff…',
  );
});

test('medians are taken where samples scatter, and variants stand beside their template', () => {
  const studies = resultStudies(['gan-2d', 'vae-digits']);
  expect(studies.map(({ id, seeds }) => [id, seeds.length])).toEqual([
    ['gan-2d', 5],
    ['vae-digits', 1],
    ['vae-digits, 20 latents', 1],
  ]);
  expect(studies[2].set).toEqual(['encoder.latent=20']);
});
