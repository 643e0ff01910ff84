import { create } from 'zustand';

interface Announcement {
  /** Grows with every announcement, so that the same words twice are said twice. */
  serial: number;
  text: string;
  /** Also stands at the foot of the window for a moment. */
  shown: boolean;
}

/** What was done last, in a few words, for screen readers. */
export const useAnnouncement = create<Announcement>(() => ({ serial: 0, text: '', shown: false }));

export const announce = (text: string, shown = false): void =>
  useAnnouncement.setState(({ serial }) => ({ serial: serial + 1, text, shown }));
