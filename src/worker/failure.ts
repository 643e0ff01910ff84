import { FormatError } from '../core/data';
import { TensorError } from '../core/tensor';
import { FileError } from '../files/file-error';
import type { Failure } from '../protocol/common';
import { UserError } from './user-error';

/** An error as it travels to the window: one sentence, details folded. */
export const toFailure = (error: unknown): Failure => {
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof Error ? error.stack : undefined;
  if (error instanceof UserError) return { message, user: true, problems: error.problems };
  if (error instanceof FileError || error instanceof FormatError) return { message, user: true };
  if (error instanceof TensorError || error instanceof RangeError) return { message, user: true, details };
  return { message: `Something went wrong in the training process: ${message}`, user: false, details };
};
