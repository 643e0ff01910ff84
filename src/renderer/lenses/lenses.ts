import type { SessionInfo } from '../../protocol/worker';

/** The lenses, in the order of their tabs. One that `needs` something is offered only to models that can answer it. */
const LENSES = [
  { id: 'curves', label: 'Curves', side: 'left', needs: null },
  { id: 'samples', label: 'Samples', side: 'left', needs: null },
  { id: 'data', label: 'Data', side: 'left', needs: null },
  { id: 'latent', label: 'Latent', side: 'right', needs: null },
  { id: 'trajectory', label: 'Trajectory', side: 'right', needs: null },
  { id: 'adversarial', label: 'Adversarial', side: 'right', needs: 'adversarial' },
  { id: 'density', label: 'Density', side: 'right', needs: 'density' },
  { id: 'codes', label: 'Codes', side: 'right', needs: 'codes' },
  { id: 'text', label: 'Text', side: 'right', needs: 'text' },
] as const;

export type LensId = (typeof LENSES)[number]['id'];
/** Beside each other, every lens has its side; alone, all share one row of tabs. */
export type Place = 'left' | 'right' | 'only';

/** Narrower than this, one lens is shown at a time (CSS pixels). */
export const TWO_LENSES = 1_000;

/** Lenses that are offered at a place to a model with these abilities. */
export const lensesOf = (place: Place, able: string): readonly { id: LensId; label: string }[] =>
  LENSES.filter(({ side, needs }) => (place === 'only' || side === place) && (!needs || able.includes(needs)));

/** The name of a lens; its id where there is none of it. */
export const lensTitle = (lens: string): string => LENSES.find(({ id }) => id === lens)?.label ?? lens;

export const sideOf = (lens: LensId): 'left' | 'right' => LENSES.find(({ id }) => id === lens)?.side ?? 'left';

/** What a model can answer, as a short text that changes when the lenses should be chosen anew. */
export function abilities(probes: SessionInfo['probes'] | null): string {
  if (!probes) return '';
  const able = [
    probes.adversarial && probes.adversarial.dimensions <= 2 && 'adversarial',
    probes.densities.length > 0 && 'density',
    probes.densities.some(({ dimensions, latent }) => dimensions <= 2 && !latent) && 'density-map',
    probes.codes && 'codes',
    probes.text && 'text',
    probes.encode && 'encode',
    probes.decode && 'decode',
    (probes.samplers.length > 0 || probes.walks.some(({ frames }) => frames > 0)) && 'sample',
  ];
  return able.filter(Boolean).join(' ');
}

/** The lens that says most about a model with these abilities. */
export function telling(able: string, place: Place): LensId {
  if (place === 'left') return 'curves';
  if (able.includes('adversarial')) return 'adversarial';
  if (able.includes('density-map')) return 'density';
  if (able.includes('codes')) return 'codes';
  if (able.includes('text')) return 'text';
  if (able.includes('encode')) return 'latent';
  if (able.includes('sample')) return 'trajectory';
  if (able.includes('decode')) return 'latent';
  if (able.includes('density')) return 'density';
  return place === 'right' ? 'latent' : 'curves';
}

/** The lens in front: the chosen one where it is offered, else the one that tells most. */
export const frontLens = (able: string, place: Place, chosen: LensId | undefined): LensId =>
  lensesOf(place, able).find(({ id }) => id === chosen)?.id ?? telling(able, place);
