import type { ContinuedText } from '../../protocol/worker';
import type { Letter } from './view';

/** What the text lens has on the page. */
export interface ShownText {
  letters: readonly Letter[];
  /** The likeliest tokens at the cursor, where the lens says them. */
  next: ContinuedText['next'] | null;
  /** Training step of the weights that wrote or read it. */
  step: number | null;
}

let shown: ShownText | null = null;

/** The text that stands in the lens, for whoever takes it out; null while there is none. */
export const shownText = (): ShownText | null => (shown && shown.letters.length > 0 ? shown : null);

/** Says what stands in the lens; null when it goes. */
export function holdText(text: ShownText | null): void {
  shown = text;
}
