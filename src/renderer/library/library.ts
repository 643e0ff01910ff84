import { z } from 'zod';
import { create } from 'zustand';
import { commands, type EditContext, type Plan } from '../../core/graph';
import type { LibraryEntry } from '../../protocol/app';
import type { AppClient } from '../client/app-client';
import { toFailure } from '../client/failure';
import type { Offer } from '../editor/offers';
import { formatPlural } from '../format';
import { useUi } from '../state/ui';

export type GoodEntry = Extract<LibraryEntry, { id: string }>;

interface LibraryState {
  /** Null until it was read. */
  entries: readonly LibraryEntry[] | null;
  /** What is about to be kept, while its dialog is open; with an `id` it only gets another name. */
  draft: { id: string | null; title: string; summary: string; text: string } | null;
}

/** The user's own blocks and fragments, as main lists them. */
export const useLibrary = create<LibraryState>(() => ({ entries: null, draft: null }));

export const isGood = (entry: LibraryEntry): entry is GoodEntry => 'id' in entry;

/** What the clipboard's reader will look at first; the rest it checks itself. */
const headSchema = z.object({ level: z.enum(['study', 'network']), nodes: z.array(z.object({ type: z.string() })) });

interface Head {
  level: 'study' | 'network';
  nodes: readonly { type: string }[];
}

const heads = new WeakMap<GoodEntry, Head | null>();

/** Where an entry belongs and which nodes it has; null where its nodes are damaged. */
export function headOf(entry: GoodEntry): Head | null {
  const known = heads.get(entry);
  if (known !== undefined) return known;
  let head: Head | null = null;
  try {
    const checked = headSchema.safeParse(JSON.parse(entry.text));
    if (checked.success) head = checked.data;
  } catch {
    // Damaged: said where it is shown.
  }
  heads.set(entry, head);
  return head;
}

/** Entries that belong at this level, and those that nobody can say it of. */
export function libraryOffers(entries: readonly LibraryEntry[] | null, level: 'study' | 'network'): Offer[] {
  return (entries ?? []).filter(isGood).flatMap((entry): Offer[] => {
    const head = headOf(entry);
    if (head && head.level !== level) return [];
    return [
      {
        id: `library:${entry.id}`,
        section: 'library',
        category: level === 'network' ? 'block' : 'network',
        title: entry.title,
        summary: entry.summary || (head ? `${formatPlural(head.nodes.length, 'node')} of your own` : ''),
        words: ['library', 'own'],
        type: head?.nodes.length === 1 ? head.nodes[0].type : undefined,
        damaged: head ? undefined : `The nodes of “${entry.title}” are damaged; save them again, or remove the entry.`,
        plan: (context: EditContext, position): Plan => commands.paste.plan(context, { text: entry.text, position }),
      },
    ];
  });
}

const say = (error: unknown): void => {
  useUi.getState().toast({ tone: 'error', ...toFailure(error) });
};

/** Reads the library anew. */
export async function refreshLibrary(app: AppClient): Promise<void> {
  try {
    useLibrary.setState({ entries: await app.request('library.list', {}) });
  } catch (error) {
    say(error);
  }
}

/** Keeps what the dialog holds; false when it could not be kept, which a toast says. */
export async function keepDraft(app: AppClient, draft: NonNullable<LibraryState['draft']>): Promise<boolean> {
  const { id, title, summary, text } = draft;
  try {
    if (id === null) await app.request('library.save', { id, title, summary, text });
    else await app.request('library.rename', { id, title, summary });
    await refreshLibrary(app);
    return true;
  } catch (error) {
    say(error);
    return false;
  }
}

/** Takes an entry away; the toast brings it back. */
export async function removeEntry(app: AppClient, entry: GoodEntry): Promise<void> {
  const { id, title, summary, text } = entry;
  try {
    await app.request('library.remove', { id });
    await refreshLibrary(app);
  } catch (error) {
    return say(error);
  }
  const bringBack = async (): Promise<void> => {
    try {
      await app.request('library.save', { id, title, summary, text });
      await refreshLibrary(app);
    } catch (error) {
      say(error);
    }
  };
  useUi.getState().toast({
    tone: 'info',
    message: `“${title}” is no longer in the library.`,
    action: { label: 'Undo', run: () => void bringBack() },
  });
}
