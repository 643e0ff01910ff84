import type { SessionInfo } from '../../protocol/worker';

/** The lenses, in the order of their tabs. */
const LENSES = [
  { id: 'curves', label: 'Curves', side: 'left' },
  { id: 'samples', label: 'Samples', side: 'left' },
  { id: 'latent', label: 'Latent', side: 'right' },
  { id: 'trajectory', label: 'Trajectory', side: 'right' },
] as const;

export type LensId = (typeof LENSES)[number]['id'];
/** Beside each other, every lens has its side; alone, all share one row of tabs. */
export type Place = 'left' | 'right' | 'only';

/** Narrower than this, one lens is shown at a time (CSS pixels). */
export const TWO_LENSES = 1_000;

export const lensesOf = (place: Place): readonly { id: LensId; label: string }[] =>
  place === 'only' ? LENSES : LENSES.filter(({ side }) => side === place);

export const sideOf = (lens: LensId): 'left' | 'right' => LENSES.find(({ id }) => id === lens)?.side ?? 'left';

/** What a model can answer, as a short text that changes when the lenses should be chosen anew. */
export const abilities = (probes: SessionInfo['probes'] | null): string =>
  probes ? [probes.encode && 'encode', probes.samplers.length > 0 && 'sample'].filter(Boolean).join(' ') : '';

/** The lens that says most about a model with these abilities. */
export function telling(able: string, place: Place): LensId {
  if (place === 'left') return 'curves';
  if (able.includes('encode')) return 'latent';
  if (able.includes('sample')) return 'trajectory';
  return place === 'right' ? 'latent' : 'curves';
}
