import { decode, decodeFrames } from 'modern-gif';
import { describe, expect, it } from 'vitest';
import { GifFilm } from '../../../src/renderer/export/film/gif';

const [WIDTH, HEIGHT] = [12, 8];

/** A white square of 3 × 3 at column `left` on blue. */
function picture(left: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const inside = Math.abs((i % WIDTH) - left - 1) <= 1 && Math.abs(Math.floor(i / WIDTH) - 3) <= 1;
    pixels.set(inside ? [255, 255, 255, 255] : [20, 40, 200, 255], 4 * i);
  }
  return pixels;
}

async function film(frames: number, rate: number, loop: boolean) {
  const gif = new GifFilm({ format: 'gif', width: WIDTH, height: HEIGHT, rate, rest: 0.5, loop });
  for (let k = 0; k < frames; k++) await gif.add(picture(k), k === frames - 1);
  return gif.finish();
}

describe('a GIF', () => {
  it('holds every frame as it was drawn', async () => {
    const bytes = await film(6, 25, true);
    const gif = decode(bytes);
    expect([gif.width, gif.height, gif.frames.length]).toEqual([WIDTH, HEIGHT, 6]);
    expect(new TextDecoder().decode(bytes.subarray(0, 6))).toBe('GIF89a');
    const shown = decodeFrames(bytes);
    shown.forEach(({ data }, k) => {
      const wanted = picture(k);
      const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
      expect(worst).toBeLessThanOrEqual(8);
    });
  });

  it.each([
    [25, 4],
    [30, 10 / 3],
    [60, 10 / 6],
  ])('at %i frames a second lasts as long as it should, and rests at the end', async (rate, ticks) => {
    const delays = decode(await film(9, rate, true)).frames.map(({ delay }) => delay / 10);
    expect(delays.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(Math.round(8 * ticks));
    expect(delays[8]).toBeGreaterThanOrEqual(50);
  });

  it('begins again only when it is told to', async () => {
    expect(decode(await film(2, 10, true)).looped).toBe(true);
    expect(decode(await film(2, 10, false)).looped).toBeUndefined();
  });
});
