import { formatCount } from '../format';
import { drawingOf, type HeldStage, stagesOf } from '../lenses/plane/stages';
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

/** The picture beside the play head of a path: it lies over the plane and belongs to what is seen. */
const DECODED = 'latent.path.picture';

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
  const captions = canvases.length > 0 ? [...root.querySelectorAll<HTMLElement>('figcaption, h3')] : [];
  const blocks = [
    ...planes.map(planeBlock),
    ...canvases.map(canvasBlock),
    ...captions.filter(isShown).map(captionBlock),
  ];
  if (planes.length + canvases.length === 0) return null;
  const around = union(blocks.map(({ box }) => box));
  const margin = planes.length > 0 && canvases.length === 0 ? 0 : MARGIN;
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
  (canvas.dataset.testid === DECODED || !planes.some(({ frame }) => frame.contains(canvas))) &&
  canvas.closest('[role=toolbar], button') === null;

const planeBlock = ({ stage, frame }: HeldStage): Block => ({
  box: boxOf(frame),
  paint: (context, pixelRatio) => paintPlane(stage, context, pixelRatio),
  write: (svg) => writePlane(stage, svg),
  raster: isVector(stage)
    ? null
    : `More than ${formatCount(MOST_VECTORS)} points, tiles and heat maps go in as a picture; the rest stays vectors.`,
});

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
  return {
    box,
    paint: (context) => {
      context.imageSmoothingEnabled = false;
      context.drawImage(canvas, 0, 0, box.width, box.height);
    },
    write: (svg) => svg.image(canvas.toDataURL('image/png'), 0, 0, box.width, box.height, false),
    raster: 'Pictures go in as they are; words around them are vectors.',
  };
};

/** Words under or over a picture, in their own face and colour. */
const captionBlock = (element: HTMLElement): Block => {
  const box = boxOf(element);
  const style = getComputedStyle(element);
  const words = (context: CanvasRenderingContext2D | SvgContext) => {
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = 'middle';
    const centred = style.textAlign === 'center';
    context.textAlign = centred ? 'center' : 'left';
    context.fillText(element.textContent ?? '', centred ? box.width / 2 : 0, box.height / 2);
  };
  return { box, paint: words, write: words, raster: null };
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
