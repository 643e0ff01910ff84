/** Why a file could not be read or written, for programs; the message says it for people, in one sentence. */
export type FileErrorCode = 'missing' | 'not-a-file' | 'not-a-folder' | 'too-large' | 'denied' | 'full' | 'failed';

export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly code: FileErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Remedies by the system's error code. */
const causes: Readonly<Record<string, [code: FileErrorCode, sentence: string]>> = {
  ENOENT: ['missing', 'does not exist; choose another place'],
  ENOTDIR: ['not-a-folder', 'goes through a file as if it were a folder; choose another place'],
  EISDIR: ['not-a-file', 'is a folder, expected a file; choose a file'],
  EACCES: ['denied', 'may not be opened by this user; change its permissions or choose another place'],
  EPERM: ['denied', 'may not be changed by this user; change its permissions or choose another place'],
  EROFS: ['denied', 'lies on a read-only disk; choose another place'],
  ENOSPC: ['full', 'does not fit on the disk; free some space'],
  EDQUOT: ['full', 'does not fit in the disk quota; free some space'],
};

/** A system error as one sentence about a path; an error that already is one passes through. */
export function fileError(path: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const system = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const [code, sentence] = causes[system] ?? ['failed', `could not be used (${system}); try again`];
  return new FileError(code, `${path}: ${sentence}.`, { cause: error });
}
