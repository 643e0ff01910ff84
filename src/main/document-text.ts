import { basename } from 'node:path';
import { z } from 'zod';
import { DOCUMENT_VERSION, documentSchema } from '../core/graph/document';
import { serializeDocument } from '../core/graph/serialize';
import { ProgramError } from './failure';

/** Enough of a document to know that this program, or an older one, wrote it. */
const headSchema = z.object({
  format: z.literal('latent-loom'),
  version: z.int().min(1).max(DOCUMENT_VERSION),
  title: z.string().max(200).catch(''),
});

function headOf(text: string): z.infer<typeof headSchema> | null {
  try {
    return headSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether a text is a document that this program may replace with a newer state of itself. */
export const isOurs = (text: string): boolean => headOf(text) !== null;

/** The document's title, or the name of its folder. */
export const titleOf = (text: string, folder: string): string => headOf(text)?.title || basename(folder);

/**
 * Checks a document that came from the window and gives the text that goes to disk.
 * @throws ProgramError when it is not a document: the window never makes one that is not.
 */
export function documentText(document: unknown): string {
  const checked = documentSchema.safeParse(document);
  if (checked.success) return serializeDocument(checked.data);
  const { path, message } = checked.error.issues[0];
  throw new ProgramError(`The project was not saved: its document is malformed at "${path.join('.')}" (${message}).`);
}
