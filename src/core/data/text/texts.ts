export interface TextChoice {
  id: string;
  title: string;
}

/** Stands for a file of the user's own. */
export const OWN_TEXT = 'file';

/** Texts that come with the program; each lies in `resources/texts/<id>.txt`. */
export const textChoices: readonly TextChoice[] = [
  { id: 'moby-dick', title: 'Moby-Dick (Melville, 1851)' },
  { id: 'sonnets', title: 'Sonnets (Shakespeare, 1609)' },
];
