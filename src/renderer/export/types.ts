import type { ArrayData } from '../../core/export';
import type { Size } from '../lenses/plane/transform';
import type { SvgContext } from './svg-context';

/** What a lens shows, to be drawn at any size. Lengths are CSS pixels as on the screen. */
export interface Picture {
  readonly size: Size;
  /** Draws into a context whose units are CSS pixels; `pixelRatio` device pixels stand for one. */
  paint(context: CanvasRenderingContext2D, pixelRatio: number): void;
  /** The same as vectors. */
  write(svg: SvgContext): void;
  /** Says in one sentence what of it cannot be vectors; null where all can. */
  readonly raster: string | null;
}

/** Something that a lens can be turned through, from 0 to 1: noise to data, the steps of training. */
export interface Film {
  readonly id: string;
  readonly title: string;
  /** Seconds that it lasts unless somebody asks for something else. */
  readonly seconds: number;
  /** How many pictures there are that differ; null where any number does. */
  readonly stops: number | null;
  /** Turns the lens to a place; resolves when it shows what is there. Rejects with a sentence. */
  turnTo(share: number): Promise<void>;
  /** Puts the lens back to where it was. */
  done(): void;
}

/** What can be taken out of a lens. */
export interface LensExport {
  /** Null while there is nothing to see. */
  picture(): Picture | null;
  /** What moves now. */
  films(): Film[];
  /** Numbers behind what is shown, by the names that docs/lenses.md lists, in memory of their own; null where there are none. */
  arrays: (() => Promise<ReadonlyMap<string, ArrayData>>) | null;
  /** Words that stand in the lens; null where there are none. */
  text(): string | null;
}

/** Pictures one after the other, all of one size. */
export interface FrameSource {
  frames: number;
  /** Device pixels, even numbers. */
  width: number;
  height: number;
  /** Draws frame `k` onto a canvas of that size. */
  draw(k: number, canvas: HTMLCanvasElement): Promise<void>;
}
