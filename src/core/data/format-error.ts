/** Bytes that are not what their format promises. The message is one sentence: subject, got, expected, remedy. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Text from a file as an error may quote it: a hostile file can hold megabytes where a name belongs. */
export const brief = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
