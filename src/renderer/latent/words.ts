/** What the plane and the room show and which keys they take, in words for those who do not see them. */
import { formatCount } from '../format';
import type { LatentParts } from './parts';

type Told = Pick<LatentParts, 'set' | 'width'>;

const numbers = (width: number): string => `z has ${width} ${width === 1 ? 'number' : 'numbers'}`;

const shown = ({ set, width }: Told, classes: number): string => {
  if (!set) return '';
  const count = formatCount(set.count);
  return set.split === 'prior'
    ? `${count} draws from the prior, ${numbers(width)}`
    : `${count} ${set.split} items in ${classes} classes, ${numbers(width)}, weights of step ${formatCount(set.step)}`;
};

const planeKeys = ({ set, width }: Told): string => {
  const sliders = width > 2;
  if (set?.split === 'prior') return sliders ? ', Enter sets the sliders to the nearest draw' : '';
  return `, Enter selects the nearest item, B sets the corners of a box to select${sliders ? ', T sets the sliders to the nearest item' : ''}`;
};

export const planeWords = (parts: Told, classes: number): string =>
  parts.set
    ? `Latent plane: ${shown(parts, classes)}. Arrow keys move a cursor that decodes${planeKeys(parts)}, plus and minus zoom, F fits.`
    : 'Latent plane, waiting for the first encoded items.';

export const roomWords = (parts: Told, classes: number): string =>
  parts.set
    ? `Latent space as a room: ${shown(parts, classes)}. Arrow keys turn it, plus and minus zoom, F goes back to the start, Enter ${parts.set.split === 'prior' ? 'sets the sliders to the draw' : 'looks at the item'} in the middle.`
    : 'Latent space as a room, waiting for the first encoded items.';
