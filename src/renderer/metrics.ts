import { formatNumber } from './format';

/** Parts of metric names that have a usual sign. */
const signs: Readonly<Record<string, string>> = {
  sliced_wasserstein: 'sliced W₁',
  elbo: '−ELBO',
  kl: 'KL',
  fid: 'FID',
  kid: 'KID',
  mmd: 'MMD',
  c2st: 'C2ST',
  auroc: 'AUROC',
};

/** `test_elbo` as `test −ELBO`. */
export const metricTitle = (name: string): string =>
  Object.entries(signs)
    .reduce((title, [part, sign]) => title.replace(part, sign), name)
    .replace(':', ' · ')
    .replaceAll('_', ' ');

export const formatMetric = (value: number): string => formatNumber(value, 4);

/** A reference as one value or a range: `154.3 – 154.8`. */
export const formatReference = (value: number | readonly [number, number]): string =>
  typeof value === 'number' ? formatMetric(value) : `${formatMetric(value[0])} – ${formatMetric(value[1])}`;
