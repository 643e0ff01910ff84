import { DataTexture, FloatType, NearestFilter, RGFormat } from 'three';

/** Texels of a row; every WebGL 2 driver takes rows and columns of 2 048, and those of desktops 8 192 and more. */
const WIDTH = 2_048;

/** GLSL: the place of particle `i` at a real-numbered row of a trajectory. */
export const FRAMES_GLSL = `
uniform int count;
vec2 recorded(highp sampler2D frames, int row, int i) {
  int at = row * count + i;
  return texelFetch(frames, ivec2(at % ${WIDTH}, at / ${WIDTH}), 0).rg;
}
vec2 placeAt(highp sampler2D frames, int rows, float u, int i) {
  int low = min(int(u), rows - 1);
  return mix(recorded(frames, low, i), recorded(frames, min(low + 1, rows - 1), i), u - float(low));
}`;

/**
 * A recorded trajectory on the graphics card: rows × count points of the plane, uploaded once. Moving along it then takes a
 * uniform, whatever the number of particles.
 */
export class FramesTexture {
  readonly texture: DataTexture;

  /** @param values rows × count × 2, row-major. */
  constructor(
    values: Float32Array,
    readonly rows: number,
    readonly count: number,
  ) {
    const height = Math.max(1, Math.ceil((rows * count) / WIDTH));
    const texels = new Float32Array(2 * WIDTH * height);
    texels.set(values.subarray(0, 2 * rows * count));
    this.texture = new DataTexture(texels, WIDTH, height, RGFormat, FloatType);
    this.texture.internalFormat = 'RG32F';
    this.texture.magFilter = NearestFilter;
    this.texture.minFilter = NearestFilter;
    this.texture.generateMipmaps = false;
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}

/** What the shaders' `placeAt` gives, written to `out` at `to`: for pictures that no graphics card draws. */
export function placeAt(
  texture: DataTexture,
  { rows, count }: { rows: number; count: number },
  u: number,
  i: number,
  out: Float32Array,
  to: number,
): void {
  const { data } = texture.image;
  if (!data) return;
  const low = Math.max(0, Math.min(Math.floor(u), rows - 1));
  const share = u - low;
  const from = 2 * (low * count + i);
  const next = 2 * (Math.min(low + 1, rows - 1) * count + i);
  for (let axis = 0; axis < 2; axis++)
    out[to + axis] = data[from + axis] + (data[next + axis] - data[from + axis]) * share;
}
