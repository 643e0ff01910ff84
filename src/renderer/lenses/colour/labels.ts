import { parseColour, type Rgb } from './rgb';

/** Tableau 10: told apart by colour-blind eyes too; every use in the window has the class name beside it. */
const TABLEAU_10: readonly Rgb[] = [
  '#4e79a7',
  '#f28e2b',
  '#e15759',
  '#76b7b2',
  '#59a14f',
  '#edc948',
  '#b07aa1',
  '#ff9da7',
  '#9c755f',
  '#bab0ac',
].map(parseColour);

/** Colour of a class; after ten classes the colours come round again. */
export const labelColour = (label: number): Rgb => TABLEAU_10[label % TABLEAU_10.length];
