import { Encoder } from 'modern-gif';
import type { FilmOptions } from './messages';

/** Hundredths of a second up to frame `k`: GIF counts in them, so times are rounded at the frames and not at their lengths. */
const ticksAt = (k: number, rate: number): number => Math.round((100 * k) / rate);

/** A GIF in the making: 255 colours for all frames, and of each frame only what has changed. */
export class GifFilm {
  private readonly encoder: Encoder;
  private frames = 0;

  constructor(private readonly options: FilmOptions) {
    const { width, height, loop } = options;
    this.encoder = new Encoder({ width, height, looped: loop, loopCount: 0, frames: [] });
  }

  /** Takes RGBA pixels, which are its own from then on; the last frame stays a while. */
  async add(pixels: Uint8ClampedArray<ArrayBuffer>, last: boolean): Promise<void> {
    const { rate, rest } = this.options;
    const ticks = ticksAt(this.frames + 1, rate) - ticksAt(this.frames, rate) + (last ? Math.round(100 * rest) : 0);
    this.frames++;
    await this.encoder.encode({ data: pixels, delay: 10 * ticks });
  }

  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.encoder.flush('arrayBuffer'));
  }
}
