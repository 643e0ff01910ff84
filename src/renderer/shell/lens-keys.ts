/** Keys that mean something while the picture of a lens has the focus; the lenses take them themselves. */
export interface LensKeys {
  lens: string;
  rows: readonly (readonly [label: string, ...keys: string[]])[];
}

export const LENS_KEYS: readonly LensKeys[] = [
  {
    lens: 'All planes',
    rows: [
      ['Show all', 'F'],
      ['Zoom in and out', '+', '-'],
    ],
  },
  {
    lens: 'Latent',
    rows: [
      ['Move the cursor', 'Arrows'],
      ['Take the nearest item in or out', 'Enter'],
      ['One corner of a box, then the other', 'B'],
      ['Rectangle', 'R'],
      ['Lasso', 'L'],
      ['Traversal at the nearest item', 'T'],
      ['Let go', 'Escape'],
    ],
  },
  {
    lens: 'Trajectory',
    rows: [
      ['Play or stop', 'Space'],
      ['One step on or back', 'ArrowRight', 'ArrowLeft'],
      ['A tenth on or back', 'Shift+ArrowRight', 'Shift+ArrowLeft'],
      ['Noise, data', 'Home', 'End'],
      ['Next or previous particle', 'N', 'P'],
      ['View along with the particle', 'C'],
      ['Let the particle go', 'Escape'],
    ],
  },
  {
    lens: 'Adversarial',
    rows: [
      ['Turn of the discriminator, of the generator', 'D', 'G'],
      ['The next turn', 'Space'],
      ['A whole step', 'S'],
      ['Other noise', 'N'],
    ],
  },
  {
    lens: 'Codes',
    rows: [
      ['Choose a place, or pick a code', 'Arrows'],
      ['Another code at the place', '+', '-'],
      ['The picked code to the place', 'Enter'],
      ['The encoder’s own code again', 'Backspace'],
      ['Let go', 'Escape'],
    ],
  },
  {
    lens: 'Text',
    rows: [
      ['Write on, or stop', 'Space'],
      ['Look at the token before or after', 'ArrowLeft', 'ArrowRight'],
      ['The first token, the end', 'Home', 'End'],
      ['Other draws', 'N'],
      ['Let go', 'Escape'],
    ],
  },
  {
    lens: 'Drawing',
    rows: [
      ['Move the pen', 'Arrows'],
      ['Hold the pen down', 'Space'],
      ['Brush, line, stamp, eraser', 'B', 'P', 'T', 'E'],
      ['Let go without drawing', 'Escape'],
    ],
  },
  {
    lens: 'Training time',
    rows: [
      ['Next or previous kept weights', 'ArrowRight', 'ArrowLeft'],
      ['The first, the newest', 'Home', 'End'],
    ],
  },
];
