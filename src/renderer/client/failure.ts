import type { Failure } from '../../protocol/common';
import { FailureError } from './worker-client';

/** Whatever was thrown, as a sentence for people. */
export function toFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof Error) return { message: error.message, details: error.stack, user: false };
  return { message: String(error), user: false };
}
