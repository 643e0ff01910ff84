import { FileError } from '../files/file-error';
import type { Failure } from '../protocol/common';

/** A mistake or a state of affairs that the user can put right; the message is one sentence that says how. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** A mistake of the program with a sentence that the user should read. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

/** Anything that was thrown, as it travels to the window. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UserError || error instanceof FileError) return { message: error.message, user: true };
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const unexpected = 'The program made a mistake; try again, and report it if it comes back.';
  return { message: error instanceof ProgramError ? error.message : unexpected, details, user: false };
}
