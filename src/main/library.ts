import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readFileLimited, writeFileAtomic } from '../files/atomic';
import { FileError } from '../files/file-error';
import { type AppRequestOf, LIBRARY_LIMITS, type LibraryEntry } from '../protocol/app';
import { UserError } from './failure';

const FORMAT = 'latent-loom/library';
const VERSION = 1;

/** Room for the title, the summary and the layout of the JSON around the nodes. */
const LARGEST_FILE = 2 * LIBRARY_LIMITS.bytes;

/** Files that the program writes: others in the folder are not its business. */
const OWN_FILE = /^[0-9a-f-]{36}\.json$/;

const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int(),
  title: z.string().min(1).max(LIBRARY_LIMITS.title),
  summary: z.string().max(LIBRARY_LIMITS.summary),
  savedAt: z.iso.datetime(),
  /** What the clipboard would hold; the window checks it. */
  nodes: z.record(z.string(), z.unknown()),
});
type LibraryFile = z.infer<typeof fileSchema>;

/** A file of the library as it is, or why it cannot be used. */
type Read = { ok: true; content: LibraryFile; text: string } | { ok: false; reason: string };

/** The user's own blocks and fragments: one JSON file each in the user's data folder. Damaged ones are shown, never removed. */
export class Library {
  private readonly folder: string;
  /** Changes happen one after another, so that the limit on their number holds. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(userData: string) {
    this.folder = join(userData, 'library');
  }

  /** Every entry by title, then what cannot be read. */
  async list(): Promise<LibraryEntry[]> {
    const files = await this.files();
    const entries: Extract<LibraryEntry, { id: string }>[] = [];
    const damaged: LibraryEntry[] = [];
    for (const file of files) {
      const read = await this.read(file);
      if (!read.ok) damaged.push({ file, damaged: read.reason });
      else {
        const { title, summary, savedAt } = read.content;
        entries.push({ id: basename(file, '.json'), title, summary, savedAt, text: read.text });
      }
    }
    entries.sort((a, b) => a.title.localeCompare(b.title) || a.savedAt.localeCompare(b.savedAt));
    return [...entries, ...damaged];
  }

  /**
   * Adds an entry, or writes it whole again under its id.
   * @throws UserError when the library is full or the text is no JSON object; FileError.
   */
  save({ id, title, summary, text }: AppRequestOf<'library.save'>): Promise<{ id: string }> {
    return this.inTurn(async () => {
      const nodes = objectOf(text);
      if (!nodes) throw new UserError('What is to be kept in the library is damaged; copy the nodes again.');
      await mkdir(this.folder, { recursive: true });
      const files = await this.files();
      const wanted = id ?? randomUUID();
      if (!files.includes(fileOf(wanted)) && files.length >= LIBRARY_LIMITS.entries) {
        throw new UserError(`The library holds ${LIBRARY_LIMITS.entries} entries, its limit; remove one first.`);
      }
      await this.write(wanted, { title, summary, nodes });
      return { id: wanted };
    });
  }

  /** @throws UserError when the entry has gone or is damaged; FileError. */
  rename({ id, title, summary }: AppRequestOf<'library.rename'>): Promise<void> {
    return this.inTurn(async () => {
      const read = await this.read(fileOf(id));
      if (!read.ok) throw new UserError(read.reason);
      await this.write(id, { title, summary, nodes: read.content.nodes });
    });
  }

  /** Takes an entry away; one that has gone already is no error. */
  remove(id: string): Promise<void> {
    return this.inTurn(() => rm(join(this.folder, fileOf(id)), { force: true }));
  }

  private async write(id: string, entry: Pick<LibraryFile, 'title' | 'summary' | 'nodes'>): Promise<void> {
    const { title, summary, nodes } = entry;
    const file: LibraryFile = { format: FORMAT, version: VERSION, title, summary, savedAt: now(), nodes };
    await writeFileAtomic(join(this.folder, fileOf(id)), `${JSON.stringify(file, null, 2)}\n`);
  }

  private async files(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => OWN_FILE.test(name)).sort();
    } catch {
      return [];
    }
  }

  private async read(file: string): Promise<Read> {
    let raw: unknown;
    try {
      raw = JSON.parse(new TextDecoder().decode(await readFileLimited(join(this.folder, file), LARGEST_FILE)));
    } catch (error) {
      if (error instanceof FileError) return { ok: false, reason: error.message };
      return damaged(file, 'is not JSON');
    }
    const checked = fileSchema.safeParse(raw);
    if (!checked.success) return damaged(file, 'is no entry of the library');
    if (checked.data.version > VERSION) {
      return { ok: false, reason: `${file} was saved by a newer Latent Loom; update this one to use it.` };
    }
    const text = textOf(checked.data.nodes);
    return text === null ? damaged(file, 'is nested too deeply') : { ok: true, content: checked.data, text };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}

const fileOf = (id: string): string => `${id}.json`;
const now = (): string => new Date().toISOString();

const damaged = (file: string, what: string): Read => ({
  ok: false,
  reason: `${file} in the library's folder ${what}; mend it there, or delete the file.`,
});

/** What is nested deeper than the stack can be read as JSON, and not written again. */
function textOf(nodes: Record<string, unknown>): string | null {
  try {
    return JSON.stringify(nodes);
  } catch {
    return null;
  }
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const checked = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    return checked.success && textOf(checked.data) !== null ? checked.data : null;
  } catch {
    return null;
  }
}
