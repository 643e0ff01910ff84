import { formatCount } from '../format';
import { drawingOf, type HeldStage, stagesOf } from '../lenses/plane/stages';
import { type Mark, marksOf, type Pen, pictured, pixels, saysForItself } from './page-marks';
import { isVector, MOST_VECTORS, paintPlane, writePlane } from './plane-picture';
import type { SvgContext } from './svg-context';
import type { Picture } from './types';

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** CSS pixels that pictures and captions keep to the edge where no plane fills it. */
const MARGIN = 12;

/** Something in a lens that has a place in its picture. */
interface Block {
  box: Box;
  paint(context: CanvasRenderingContext2D, pixelRatio: number): void;
  write(svg: SvgContext): void;
  raster: string | null;
}

/** Planes, pictures and captions of a lens, put together as they stand on the page and without its controls. */
export function lensPicture(lens: string): Picture | null {
  const root = document.querySelector<HTMLElement>(`[data-testid="lens.${lens}"]`);
  if (!root) return null;
  const planes = stagesOf(lens).filter(({ stage }) => stage.extent.width > 0);
  const canvases = [...root.querySelectorAll('canvas')].filter((canvas) => isPictured(canvas, planes));
  const captions = canvases.length > 0 ? [...root.querySelectorAll('figcaption, h3')] : [];
  const marked = pictured(root);
  const loose = marked.filter((element) => !planes.some(({ frame }) => frame.contains(element)));
  const blocks = [
    ...planes.map((plane) => planeBlock(plane, marked)),
    ...canvases.map(canvasBlock),
    ...[...captions, ...loose].filter(isShown).map(pageBlock),
  ];
  if (planes.length + canvases.length === 0) return null;
  return together(blocks, planes.length > 0 && canvases.length === 0 ? 0 : MARGIN);
}

/** A lens of words alone: what of its page belongs to its picture. Null where nothing does. */
export function pagePicture(lens: string): Picture | null {
  const root = document.querySelector<HTMLElement>(`[data-testid="lens.${lens}"]`);
  const blocks = root ? pictured(root).filter(isShown).map(pageBlock) : [];
  return blocks.length === 0 ? null : together(blocks, MARGIN);
}

/** Blocks as they stand on the page, with as much room around them. */
function together(blocks: readonly Block[], margin: number): Picture {
  const around = union(blocks.map(({ box }) => box));
  const size = { width: Math.ceil(around.width + 2 * margin), height: Math.ceil(around.height + 2 * margin) };
  const at = ({ left, top }: Box): [number, number] => [left - around.left + margin, top - around.top + margin];
  return {
    size,
    paint: (context, pixelRatio) => {
      for (const { box, paint } of blocks) {
        context.save();
        context.translate(...at(box));
        clipTo(context, box);
        paint(context, pixelRatio);
        context.restore();
      }
    },
    write: (svg) => {
      for (const { box, write } of blocks) {
        svg.save();
        svg.translate(...at(box));
        clipTo(svg, box);
        write(svg);
        svg.restore();
      }
    },
    raster: blocks.find(({ raster }) => raster !== null)?.raster ?? null,
  };
}

function clipTo(context: Pick<CanvasPath, 'rect'> & { beginPath(): void; clip(): void }, { width, height }: Box): void {
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
}

const boxOf = (element: Element): Box => element.getBoundingClientRect();

const isShown = (element: Element): boolean => element.checkVisibility() && boxOf(element).width > 0;

/** Canvases of planes are drawn by their planes; those in floating controls are controls. */
const isPictured = (canvas: HTMLCanvasElement, planes: readonly HeldStage[]): boolean =>
  isShown(canvas) &&
  !planes.some(({ frame }) => frame.contains(canvas)) &&
  !saysForItself(canvas) &&
  canvas.closest('[role=toolbar], button') === null;

/** A plane and what lies on it: paths, legends, names of axes. */
const planeBlock = ({ stage, frame }: HeldStage, marked: readonly Element[]): Block => {
  const box = boxOf(frame);
  const marks = marked.filter((element) => frame.contains(element)).flatMap(marksOf);
  return {
    box,
    paint: (context, pixelRatio) => {
      paintPlane(stage, context, pixelRatio);
      drawMarks(context, box, marks);
    },
    write: (svg) => {
      writePlane(stage, svg);
      drawMarks(svg, box, marks);
    },
    raster: isVector(stage)
      ? null
      : `More than ${formatCount(MOST_VECTORS)} points, tiles and heat maps go in as a picture; the rest stays vectors.`,
  };
};

/** Words under or over a picture, and what else of the page belongs to it. */
const pageBlock = (element: Element): Block => {
  const { left, top, width, height } = boxOf(element);
  // Words that were cut short to leave room for controls.
  const box = { left, top, width: Math.max(width, element.scrollWidth), height };
  const marks = marksOf(element);
  return {
    box,
    paint: (context) => drawMarks(context, box, marks),
    write: (svg) => drawMarks(svg, box, marks),
    raster: null,
  };
};

function drawMarks(pen: Pen, { left, top }: Box, marks: readonly Mark[]): void {
  pen.translate(-left, -top);
  for (const mark of marks) mark(pen);
}

/** A picture of square pixels, which stay sharp at any size, or a canvas that can be drawn at any. */
const canvasBlock = (canvas: HTMLCanvasElement): Block => {
  const box = boxOf(canvas);
  const drawAt = drawingOf(canvas);
  if (drawAt) {
    return {
      box,
      paint: (context, pixelRatio) =>
        drawAt(pixelRatio, (drawn) => context.drawImage(drawn, 0, 0, box.width, box.height)),
      write: (svg) => drawAt(2, (drawn) => svg.image(drawn.toDataURL('image/png'), 0, 0, box.width, box.height)),
      raster: 'A room goes in as a picture.',
    };
  }
  const marks = [pixels(canvas)];
  return {
    box,
    paint: (context) => drawMarks(context, box, marks),
    write: (svg) => drawMarks(svg, box, marks),
    raster: 'Pictures go in as they are; words around them are vectors.',
  };
};

function union(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return {
    left,
    top,
    width: Math.max(...boxes.map((box) => box.left + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.top + box.height)) - top,
  };
}
