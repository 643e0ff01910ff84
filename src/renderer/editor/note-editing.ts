import { create } from 'zustand';

interface NoteEditing {
  /** The note that is written in; the one that was left last, which stays closed though it is empty. */
  note: string | null;
  left: string | null;
}

/** Which note is open for writing: the keyboard opens one as a double-click does. */
export const useNoteEditing = create<NoteEditing>(() => ({ note: null, left: null }));
