import { describe, expect, test } from 'vitest';
import { formatReference, metricTitle } from '../../src/renderer/metrics';

describe('names of measures', () => {
  test('in words, with the usual signs', () => {
    expect(metricTitle('test_elbo')).toBe('test −ELBO');
    expect(metricTitle('bits_per_dim')).toBe('bits per dimension');
    expect(metricTitle('cluster_nmi')).toBe('cluster NMI');
    expect(metricTitle('sliced_wasserstein_floor')).toBe('sliced W₁ floor');
    expect(metricTitle('test_iw_bound')).toBe('test −IW bound');
    expect(metricTitle('codes_used')).toBe('share of codes used');
    expect(metricTitle('high_quality')).toBe('share of high quality');
  });

  test('of several nodes, with the title of the node, or its id where it has none', () => {
    const nodes = [{ id: 'mixture_test', title: 'Mixture, held-out' }, { id: 'kde_test' }];
    expect(metricTitle('test_nll:mixture_test', nodes)).toBe('test NLL · Mixture, held-out');
    expect(metricTitle('test_nll:kde_test', nodes)).toBe('test NLL · kde test');
  });
});

test('both ends of a range have as many decimals', () => {
  expect(formatReference([1.329, 1.34])).toBe('1.329 – 1.340');
  expect(formatReference([5, 12])).toBe('5 – 12');
  expect(formatReference([-0.5, 2.25])).toBe('−0.50 – 2.25');
  expect(formatReference([1e-5, 0.25])).toBe('1e-5 – 0.25');
});
