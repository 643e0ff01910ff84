import { encode } from 'fast-png';

/** A picture as PNG takes it: row-major, channels last, 8 bits each. 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
export interface Picture {
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
  /** [height, width, channels] */
  data: Uint8Array | Uint8ClampedArray;
}

/**
 * A picture as a PNG file.
 * @throws RangeError if the values do not fill width × height × channels.
 */
export const encodePng = (picture: Picture): Uint8Array => encode({ ...picture, depth: 8 });

export interface GridLayout {
  count: number;
  height: number;
  width: number;
  channels: Picture['channels'];
  columns: number;
  /** Pixels between and around the tiles, 0 by default. */
  padding?: number;
  /** Value of the padding, 0 (black, transparent where there is alpha) to 1 (white), 0 by default. */
  background?: number;
}

/**
 * Tiles images to one picture, left to right, then top to bottom.
 * @param images [count, channels, height, width]; floats in [0, 1] (clamped; not-a-number is 0) or bytes.
 * @throws RangeError if the values do not fill the shape, or a size is not a whole number above 0.
 */
export function imageGrid(images: Float32Array | Uint8Array, layout: GridLayout): Picture {
  const { count, height, width, channels, columns, padding = 0, background = 0 } = layout;
  const sizes = { count, height, width, channels, columns };
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`image grid: ${name} is ${size}, expected a whole number above 0.`);
    }
  }
  if (!Number.isInteger(padding) || padding < 0) {
    throw new RangeError(`image grid: padding is ${padding}, expected a whole number of pixels.`);
  }
  const plane = height * width;
  if (images.length !== count * channels * plane) {
    throw new RangeError(
      `image grid: got ${images.length} values, [${count}, ${channels}, ${height}, ${width}] needs ${count * channels * plane}.`,
    );
  }
  const rows = Math.ceil(count / columns);
  const gridWidth = columns * (width + padding) + padding;
  const gridHeight = rows * (height + padding) + padding;
  // A clamped array also rounds, and turns not-a-number to 0.
  const data = new Uint8ClampedArray(gridWidth * gridHeight * channels).fill(background * 255);
  const scale = images instanceof Float32Array ? 255 : 1;
  for (let tile = 0; tile < count; tile++) {
    const left = padding + (tile % columns) * (width + padding);
    const top = padding + Math.floor(tile / columns) * (height + padding);
    for (let channel = 0; channel < channels; channel++) {
      let from = (tile * channels + channel) * plane;
      for (let y = 0; y < height; y++) {
        let to = ((top + y) * gridWidth + left) * channels + channel;
        for (let x = 0; x < width; x++, to += channels) data[to] = images[from++] * scale;
      }
    }
  }
  return { width: gridWidth, height: gridHeight, channels, data };
}
