import { rgb } from '../../core/export';

/** Of a picture, in pixels. */
export interface Size {
  width: number;
  height: number;
}

export const GROUND = rgb('#0e1116');
export const INK = rgb('#e8ebf1');
export const PARTICLE = rgb('#69c779');
export const NOISE = rgb('#9aa7b8');
/** Of classes, in turn. */
export const CLASSES = [
  '#62a8ea',
  '#e8a93c',
  '#2fb59a',
  '#c48bd9',
  '#e8743b',
  '#b4c95a',
  '#f0718c',
  '#9aa7b8',
  '#5fd0e8',
  '#d8c9a3',
].map(rgb);
