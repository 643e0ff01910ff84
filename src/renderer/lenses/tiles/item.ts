/** Width, height and channels of an item that can be shown as a picture, or null. */
export interface PictureShape {
  width: number;
  height: number;
  channels: 1 | 3;
  /** Numbers in one item. */
  size: number;
}

/** Reads `[H, W]`, `[1, H, W]` or `[3, H, W]` (channels first). */
export function pictureShape(itemShape: readonly number[]): PictureShape | null {
  const [channels, height, width] = itemShape.length === 2 ? [1, ...itemShape] : itemShape;
  if (itemShape.length < 2 || itemShape.length > 3 || (channels !== 1 && channels !== 3)) return null;
  return { width, height, channels, size: channels * height * width };
}

/** Writes item `index` of `values` (grey or RGB in [0, 1], channels first) into RGBA pixels at (left, top) of a picture. */
export function writeItem(
  values: Float32Array,
  index: number,
  shape: PictureShape,
  pixels: Uint8ClampedArray,
  pixelsWidth: number,
  left: number,
  top: number,
): void {
  const plane = shape.width * shape.height;
  const start = index * shape.size;
  const green = shape.channels === 3 ? plane : 0;
  for (let row = 0; row < shape.height; row++) {
    let to = 4 * ((top + row) * pixelsWidth + left);
    let from = start + row * shape.width;
    for (let column = 0; column < shape.width; column++, from++, to += 4) {
      pixels[to] = values[from] * 255;
      pixels[to + 1] = values[from + green] * 255;
      pixels[to + 2] = values[from + 2 * green] * 255;
      pixels[to + 3] = 255;
    }
  }
}
