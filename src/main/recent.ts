import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../files/atomic';
import type { RecentProject } from '../protocol/app';

const LONGEST = 40;

const entrySchema = z.object({
  path: z.string().min(1).max(4_096),
  title: z.string().max(200),
  openedAt: z.iso.datetime(),
  draft: z.boolean(),
  /** Digest of the document that a draft began with; absent once it was saved under another title. */
  untouched: z.string().max(128).optional(),
});

/** A line of the list as it is kept. */
export type RecentEntry = RecentProject & { untouched?: string };

/** Projects that were open lately, newest first. A convenience: a damaged list is an empty one, never an error. */
export class RecentList {
  private readonly file: string;
  /** Changes happen one after another, so that none is lost between reading and writing. */
  private queue: Promise<void> = Promise.resolve();

  constructor(userData: string) {
    this.file = join(userData, 'recent.json');
  }

  async read(): Promise<RecentEntry[]> {
    try {
      const list: unknown = JSON.parse(await readFile(this.file, 'utf8'));
      return z
        .array(z.unknown())
        .parse(list)
        .flatMap((entry) => {
          const checked = entrySchema.safeParse(entry);
          return checked.success ? [checked.data] : [];
        });
    } catch {
      return [];
    }
  }

  /** Puts a project at the top. */
  add(entry: RecentEntry): Promise<void> {
    return this.change((list) => [entry, ...list.filter(({ path }) => path !== entry.path)]);
  }

  /** Puts a project at the end, unless it is there. */
  append(entry: RecentEntry): Promise<void> {
    return this.change((list) => (list.some(({ path }) => path === entry.path) ? list : [...list, entry]));
  }

  remove(path: string): Promise<void> {
    return this.change((list) => list.filter((entry) => entry.path !== path));
  }

  private change(edit: (list: RecentEntry[]) => RecentEntry[]): Promise<void> {
    const changed = this.queue.then(async () => {
      const list = shortened(edit(await this.read()));
      await writeFileAtomic(this.file, `${JSON.stringify(list, null, 2)}\n`);
    });
    this.queue = changed.catch(() => undefined);
    return changed;
  }
}

/** The newest saved projects, and every draft: this list is the only way to a draft. */
const shortened = (list: readonly RecentEntry[]): RecentEntry[] => {
  let saved = 0;
  return list.filter(({ draft }) => draft || ++saved <= LONGEST);
};
