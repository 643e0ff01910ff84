import type { SessionInfo } from '../../protocol/worker';
import { subscript } from '../latent/axes';

const LATENT = /^z(\d+)$/;

/** Levels of latents that the first sampler draws, the top one first; none where there is only one, or a path to follow. */
export function levelsOf({ probes }: SessionInfo): readonly string[] {
  const levels = probes.samplers.length === 0 ? (probes.walks[0]?.levels ?? []) : [];
  return levels.filter((level) => LATENT.test(level)).length > 1 ? levels : [];
}

/** `z2` as z₂; `x`, the noise of observations, by what it is. */
export function levelTitle(level: string): string {
  const [, number] = LATENT.exec(level) ?? [];
  if (number) return `z${subscript(Number(number))}`;
  return level === 'x' ? 'noise' : level;
}
