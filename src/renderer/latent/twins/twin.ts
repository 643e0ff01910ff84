import { create } from 'zustand';
import type { ModelInfo, SessionInfo } from '../../../protocol/worker';
import { useSession } from '../../state/session';

/** The run whose latent plane stands beside that of the open one; null for none. */
export const useTwin = create<{ run: string | null }>(() => ({ run: null }));

export const chooseTwin = (run: string | null): void => useTwin.setState({ run });

// A run cannot stand beside itself, and another project has other runs.
useSession.subscribe((session, before) => {
  const run = session.info?.run;
  if (run === before.info?.run) return;
  if (run === useTwin.getState().run || !session.client) chooseTwin(null);
});

/** The item under the pointer in either plane; null for none. */
export const useTwinItem = create<{ item: number | null }>(() => ({ item: null }));

export const pointAt = (item: number | null): void => {
  if (useTwinItem.getState().item !== item) useTwinItem.setState({ item });
};

/** Why two models cannot be set beside each other, in one sentence; null where they can. */
export function misfit(own: SessionInfo, other: ModelInfo): string | null {
  if (!other.probes.encode) return `"${other.title}" of that run has no encoder, so it has no latent plane.`;
  const same =
    own.data.title === other.data.title &&
    own.data.itemShape.join() === other.data.itemShape.join() &&
    own.data.test === other.data.test;
  return same
    ? null
    : `That run was trained on other items (${other.data.title}), so no point here has one that belongs to it there.`;
}
