/** Bytes that are not what their format promises. The message is one sentence: subject, got, expected, remedy. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Text from a file as an error may quote it, on one line: a hostile file can hold megabytes where a name belongs. */
export const brief = (text: string): string => {
  const start = text.slice(0, 81).replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return start.length > 80 ? `${start.slice(0, 79)}…` : start;
};
