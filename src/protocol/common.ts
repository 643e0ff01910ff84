import type { Problem } from '../core/graph/document';

/** A failure as it travels between processes: one sentence for people, details that fold open. */
export interface Failure {
  message: string;
  /** Stack or engine message; never needed to understand the sentence. */
  details?: string;
  problems?: readonly Problem[];
  /** True when the mistake is the user's (bad file, wrong wire), false when it is ours. */
  user: boolean;
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };
