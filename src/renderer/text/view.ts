import { create } from 'zustand';

/** A token as it stands in a text. */
export interface Letter {
  /** Its place in the text, from 0. */
  place: number;
  token: number;
  /** The text that it adds. */
  piece: string;
  /** log p under the model, in nats. */
  logProb: number;
  /** Typed by the user, put there by hand, or drawn. */
  from: 'prompt' | 'chosen' | 'written';
}

/** What the text lens keeps while another lens is in front. */
export interface TextViewState {
  /** `write`: the model goes on with a beginning. `read`: it reads the held-out text. */
  mode: 'write' | 'read';
  /** What the user typed. */
  prompt: string;
  /** Tokens that were put after it by hand, with all that stood before them. */
  chosen: readonly Letter[];
  /** Tokens to be written after all that is given. */
  length: number;
  /** Whether it goes on and on. */
  running: boolean;
  /** The token that is looked at; null for the end, where the next one comes. */
  cursor: number | null;
  temperature: number;
  topK: number;
  seed: number;
  /** First token of the held-out text that is shown. */
  offset: number;
}

/** Tokens that are written without being asked for, so that there is something to look at. */
export const FIRST_LENGTH = 240;
/** Tokens to be written at most: more would be too many to draw. */
export const LONGEST = 2_000;
/** Tokens of the held-out text that are shown at a time. */
export const PAGE = 800;

export const useTextView = create<TextViewState>(() => ({
  mode: 'write',
  prompt: '',
  chosen: [],
  length: FIRST_LENGTH,
  running: false,
  cursor: null,
  temperature: 1,
  topK: 0,
  seed: 1,
  offset: 0,
}));

export const changeTextView = (change: Partial<TextViewState>): void => useTextView.setState(change);

/** Another beginning: what followed the old one goes with it. */
export const setPrompt = (prompt: string): void => changeTextView({ prompt, chosen: [], cursor: null, running: false });

/** Begins to write, from the end on; what is there already stays. */
export const generate = (): void =>
  useTextView.setState(({ length }) => ({ running: true, cursor: null, length: Math.min(LONGEST, length + 1) }));

/** Ends writing with as many tokens as are there. */
export const stopAt = (length: number): void => changeTextView({ running: false, length });

/** Other draws after the same beginning. */
export const drawAnew = (): void => useTextView.setState(({ seed }) => ({ seed: seed + 1, cursor: null }));

/** Takes away all that was written, and what was put there by hand. */
export const clearText = (): void => changeTextView({ chosen: [], length: 0, running: false, cursor: null });
