import { lensPicture } from './lens-picture';
import type { LensExport } from './types';

const providers = new Map<string, Partial<LensExport>>();

/** Says what can be taken out of a lens besides a picture of what is on the page. */
export function registerExport(lens: string, provider: Partial<LensExport>): void {
  providers.set(lens, provider);
}

/** What can be taken out of a lens. */
export function exportOf(lens: string): LensExport {
  const provider = providers.get(lens);
  return {
    picture: provider?.picture ?? (() => lensPicture(lens)),
    films: provider?.films ?? (() => []),
    arrays: provider?.arrays ?? null,
    text: provider?.text ?? (() => null),
  };
}
