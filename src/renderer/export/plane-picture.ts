import { BufferAttribute, LineSegments, Points, ShaderMaterial } from 'three';
import { cssColour } from '../lenses/colour/rgb';
import type { Layer, Marks } from '../lenses/plane/layer';
import type { PlaneStage, Sketch, StageParts } from '../lenses/plane/stage';
import { type PlaneView, type Size, worldToScreen } from '../lenses/plane/transform';
import type { SvgContext } from './svg-context';
import { diamondElement, discElement, lineElement } from './svg-elements';

/** More points (or lines) than this become a picture inside the SVG: as vectors no program would show them any more. */
export const MOST_VECTORS = 20_000;

/** Draws a plane as it is seen into a context whose units are CSS pixels. */
export function paintPlane(stage: PlaneStage, context: CanvasRenderingContext2D, pixelRatio: number): void {
  const { view, size, theme, under, over, marksAt } = stage.parts;
  sketchInto(context, () => under?.(context, view, size, theme));
  marksAt?.(pixelRatio, (marks) => context.drawImage(marks, 0, 0, size.width, size.height));
  sketchInto(context, () => over?.(context, view, size, theme));
}

/** A sketch may leave styles behind; the next one expects a fresh context. */
function sketchInto(context: CanvasRenderingContext2D, draw: () => void): void {
  context.save();
  draw();
  context.restore();
}

/** Writes a plane as SVG: sketches, points and lines as vectors, what cannot be vectors as pictures in between. */
export function writePlane(stage: PlaneStage, svg: SvgContext): void {
  const { parts } = stage;
  writeSketch(svg, parts, parts.under);
  let raster: Layer[] = [];
  const flush = () => {
    if (raster.length > 0) writeRaster(svg, parts, raster);
    raster = [];
  };
  for (const layer of parts.layers.filter(({ object }) => object.visible)) {
    const write = vectorsOf(layer, parts);
    if (!write) raster.push(layer);
    else {
      flush();
      write(svg);
    }
  }
  flush();
  writeSketch(svg, parts, parts.over);
}

/** Whether all of a plane is written as vectors. */
export const isVector = ({ parts }: PlaneStage): boolean =>
  parts.layers.every((layer) => !layer.object.visible || vectorsOf(layer, parts) !== null);

function writeSketch(svg: SvgContext, { view, size, theme }: StageParts, sketch: Sketch | null): void {
  if (!sketch) return;
  svg.save();
  // SvgContext has what sketches use of a context; what it lacks fails the test that draws every sketch on it.
  sketch(svg as unknown as CanvasRenderingContext2D, view, size, theme);
  svg.restore();
}

/** Only these layers, as a picture of twice the size. */
function writeRaster(svg: SvgContext, { layers, marksAt, size }: StageParts, shown: readonly Layer[]): void {
  if (!marksAt) return;
  const hidden = layers.filter((layer) => layer.object.visible && !shown.includes(layer));
  for (const { object } of hidden) object.visible = false;
  try {
    marksAt(2, (marks) => svg.image(marks.toDataURL('image/png'), 0, 0, size.width, size.height));
  } finally {
    for (const { object } of hidden) object.visible = true;
  }
}

type Writer = (svg: SvgContext) => void;

/** How a layer is written as vectors; null for what cannot be, or is too much. */
function vectorsOf(layer: Layer, { view, size }: StageParts): Writer | null {
  const { object } = layer;
  const marks = layer.marks?.() ?? marksOf(object);
  if (!marks || marks.count > MOST_VECTORS * (marks.kind === 'points' ? 1 : 2)) return null;
  if (marks.kind === 'lines') return (svg) => writeLines(svg, marks, view, size);
  const material = object instanceof Points ? object.material : null;
  if (!(material instanceof ShaderMaterial) || !material.uniforms.pixels) return null;
  layer.prepare?.({ pixelRatio: 1, scale: view.scale });
  const look: PointLook = {
    radius: Number(material.uniforms.pixels.value) / 2,
    strength: Number(material.uniforms.strength?.value ?? 1),
    diamond: material.uniforms.diamond?.value === 1,
  };
  return (svg) => writePoints(svg, marks, view, size, look);
}

/** Points and lines as their buffers have them. */
function marksOf(object: Layer['object']): Marks | null {
  if (!(object instanceof Points || object instanceof LineSegments)) return null;
  const { position, tint } = object.geometry.attributes;
  if (!(position instanceof BufferAttribute && tint instanceof BufferAttribute) || position.itemSize !== 2) return null;
  const count = Math.min(object.geometry.drawRange.count, position.count);
  return { kind: object instanceof Points ? 'points' : 'lines', places: position.array, tints: tint.array, count };
}

interface PointLook {
  /** CSS pixels. */
  radius: number;
  /** Factor of every point's own alpha. */
  strength: number;
  diamond: boolean;
}

const colourOf = (tints: ArrayLike<number>, i: number): string =>
  cssColour([tints[4 * i], tints[4 * i + 1], tints[4 * i + 2]]);

/** Copies: what is drawn goes on moving while a file is written. */
const copied = ({ places, tints, count }: Marks) => ({
  places: Float32Array.from({ length: 2 * count }, (_, i) => places[i]),
  tints: Uint8Array.from({ length: 4 * count }, (_, i) => tints[i]),
  count,
});

function writePoints(svg: SvgContext, marks: Marks, view: PlaneView, size: Size, look: PointLook): void {
  const { places, tints, count } = copied(marks);
  const { radius, strength, diamond } = look;
  svg.crowd(function* () {
    for (let i = 0; i < count; i++) {
      const [left, top] = worldToScreen(view, size, places[2 * i], places[2 * i + 1]);
      const alpha = (tints[4 * i + 3] / 255) * strength;
      const seen = left > -radius && top > -radius && left < size.width + radius && top < size.height + radius;
      if (!seen || alpha < 0.004) continue;
      yield (diamond ? diamondElement : discElement)(left, top, radius, colourOf(tints, i), alpha);
    }
  });
}

/** Lines have one colour in SVG: that of their end, at the mean of both alphas. */
function writeLines(svg: SvgContext, marks: Marks, view: PlaneView, size: Size): void {
  const { places, tints, count } = copied(marks);
  svg.crowd(function* () {
    for (let i = 0; i + 1 < count; i += 2) {
      const alpha = (tints[4 * i + 3] + tints[4 * i + 7]) / 510;
      if (alpha < 0.004) continue;
      const from = worldToScreen(view, size, places[2 * i], places[2 * i + 1]);
      const to = worldToScreen(view, size, places[2 * i + 2], places[2 * i + 3]);
      yield lineElement(from, to, colourOf(tints, i + 1), alpha);
    }
  });
}
