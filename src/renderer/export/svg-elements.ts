import { number } from './svg-path';

/** Elements that an SVG has very many of, as text; `alpha` from 0 to 1. */

const faded = (what: 'fill' | 'stroke', alpha: number): string =>
  alpha < 1 ? ` ${what}-opacity="${number(alpha)}"` : '';

export const discElement = (x: number, y: number, radius: number, colour: string, alpha: number): string =>
  `<circle cx="${number(x)}" cy="${number(y)}" r="${number(radius)}" fill="${colour}"${faded('fill', alpha)}/>`;

/** A square on its corner, `radius` from its middle to a corner. */
export function diamondElement(x: number, y: number, radius: number, colour: string, alpha: number): string {
  const r = number(radius);
  const d = `M${number(x)} ${number(y - radius)}l${r} ${r}l-${r} ${r}l-${r} -${r}Z`;
  return `<path d="${d}" fill="${colour}"${faded('fill', alpha)}/>`;
}

type Place = readonly [x: number, y: number];

export const lineElement = (from: Place, to: Place, colour: string, alpha: number): string =>
  `<path d="M${from.map(number).join(' ')}L${to.map(number).join(' ')}" stroke="${colour}"${faded('stroke', alpha)}/>`;
