import { formatFixed, formatNumber } from './format';

/** Parts of metric names that have a usual sign. */
const signs: Readonly<Record<string, string>> = {
  sliced_wasserstein: 'sliced W₁',
  elbo: '−ELBO',
  iw_bound: '−IW bound',
  codes_used: 'share of codes used',
  high_quality: 'share of high quality',
  kl: 'KL',
  fid: 'FID',
  kid: 'KID',
  mmd: 'MMD',
  c2st: 'C2ST',
  auroc: 'AUROC',
  nll: 'NLL',
  nmi: 'NMI',
  per_dim: 'per dimension',
};

/** A node that may have given a measure its name. */
interface Named {
  id: string;
  title?: string;
}

/** `test_elbo` as `test −ELBO`, and `test_nll:mixture` as `test NLL · Mixture, held-out` where that node is called so. */
export function metricTitle(name: string, nodes: readonly Named[] = []): string {
  const [measure, node] = name.split(':');
  const words = Object.entries(signs)
    .reduce((title, [part, sign]) => title.replace(part, sign), measure)
    .replaceAll('_', ' ');
  if (node === undefined) return words;
  return `${words} · ${nodes.find(({ id }) => id === node)?.title ?? node.replaceAll('_', ' ')}`;
}

export const formatMetric = (value: number): string => formatNumber(value, 4);

/** A reference as one value or a range, both ends with as many decimals: `1.329 – 1.340`. */
export function formatReference(value: number | readonly [number, number]): string {
  if (typeof value === 'number') return formatMetric(value);
  const ends = value.map(formatMetric);
  const decimals = Math.max(...ends.map((end) => end.split('.')[1]?.length ?? 0));
  const plain = ends.every((end) => /^−?[\d.]+$/.test(end));
  return (plain ? value.map((end) => formatFixed(end, decimals)) : ends).join(' – ');
}
