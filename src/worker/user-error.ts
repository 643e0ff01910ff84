import type { Problem } from '../core/graph/document';

/** A mistake of the user's: one sentence that says what, where and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}
