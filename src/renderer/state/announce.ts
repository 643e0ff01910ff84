import { create } from 'zustand';

interface Announcement {
  /** Grows with every announcement, so that the same words twice are said twice. */
  serial: number;
  text: string;
}

/** What was done last, in a few words: read out by screen readers, and shown for a moment at the foot of the window. */
export const useAnnouncement = create<Announcement>(() => ({ serial: 0, text: '' }));

export const announce = (text: string): void =>
  useAnnouncement.setState(({ serial }) => ({ serial: serial + 1, text }));
