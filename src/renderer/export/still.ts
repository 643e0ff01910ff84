import { cssColour, type Rgb } from '../lenses/colour/rgb';
import { SvgContext } from './svg-context';
import type { Picture } from './types';

/** The longest side that graphics drivers and browsers draw, in pixels. */
const LONGEST = 16_384;

/** Bytes of a PNG, `pixelRatio` pixels for each CSS pixel; transparent where `ground` is null. Throws with a sentence. */
export async function pngOf(
  picture: Picture,
  pixelRatio: number,
  ground: Rgb | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.size.width * pixelRatio);
  canvas.height = Math.round(picture.size.height * pixelRatio);
  if (Math.max(canvas.width, canvas.height) > LONGEST)
    throw new Error(`This picture would be ${canvas.width} × ${canvas.height} pixels; choose a smaller scale.`);
  paintOnto(canvas, picture, pixelRatio, ground);
  const blob = await new Promise<Blob | null>((take) => canvas.toBlob(take, 'image/png'));
  if (!blob) throw new Error('There is not enough memory for a picture of this size; choose a smaller scale.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** Draws a picture over the whole of a canvas. */
export function paintOnto(canvas: HTMLCanvasElement, picture: Picture, pixelRatio: number, ground: Rgb | null): void {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is not enough memory for a picture of this size; choose a smaller one.');
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (ground) {
    context.fillStyle = cssColour(ground);
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.save();
  picture.paint(context, pixelRatio);
  context.restore();
}

/** Milliseconds that writing a file may take before the window has its turn. */
const TURN = 8;

/** Bytes of an SVG file, written in turns with what else the window does. */
export async function svgOf(picture: Picture, ground: Rgb | null): Promise<Uint8Array<ArrayBuffer>> {
  const svg = new SvgContext(picture.size.width, picture.size.height);
  if (ground) {
    svg.fillStyle = cssColour(ground);
    svg.fillRect(0, 0, picture.size.width, picture.size.height);
  }
  picture.write(svg);
  const texts: string[] = [];
  let text = '';
  let turn = performance.now();
  for (const piece of svg.pieces()) {
    text += piece;
    if (performance.now() - turn < TURN) continue;
    texts.push(text);
    text = '';
    await new Promise((go) => setTimeout(go, 0));
    turn = performance.now();
  }
  return new Uint8Array(await new Blob([...texts, text]).arrayBuffer());
}
