import type { Rgb } from '../lenses/colour/rgb';
import { angleColour } from '../lenses/colour/wheel';

/** Neighbours in number lie far apart on the ring. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** The colour that a code is told by; its number stands beside it wherever there is room. */
export const codeColour = (code: number): Rgb => angleColour(code * GOLDEN_ANGLE);
