import { formatNumber } from '../format';

/** `test_elbo` as `test elbo`. */
export const metricTitle = (name: string): string => name.replaceAll('_', ' ');

export const formatMetric = (value: number): string => formatNumber(value, 4);

/** A reference as one value or a range: `154.3 – 154.8`. */
export const formatReference = (value: number | readonly [number, number]): string =>
  typeof value === 'number' ? formatMetric(value) : `${formatMetric(value[0])} – ${formatMetric(value[1])}`;
