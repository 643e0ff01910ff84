import { z } from 'zod';

const KEY = 'latent-loom.recent-nodes';
const LONGEST = 12;

/** Ids of what was put on the canvas lately, newest first; whatever is broken is an empty list. */
export function recentOffers(storage: Storage | undefined = globalThis.localStorage): readonly string[] {
  try {
    const parsed = z.array(z.string().max(200)).safeParse(JSON.parse(storage?.getItem(KEY) ?? '[]'));
    return parsed.success ? parsed.data.slice(0, LONGEST) : [];
  } catch {
    return [];
  }
}

export function remember(id: string, storage: Storage | undefined = globalThis.localStorage): void {
  const list = [id, ...recentOffers(storage).filter((other) => other !== id)].slice(0, LONGEST);
  try {
    storage?.setItem(KEY, JSON.stringify(list));
  } catch {
    // Storage can be full or switched off; the search works without a memory.
  }
}
