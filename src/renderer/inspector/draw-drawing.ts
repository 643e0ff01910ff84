import { readToken } from '../components/tokens';
import type { DrawnPoint } from './points-brush';

/** Draws hand-made points, a faint cross at the origin, and the outline of the brush where it hovers. */
export function drawDrawing(
  canvas: HTMLCanvasElement,
  points: readonly DrawnPoint[],
  brush?: { place: DrawnPoint; radius: number },
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const size = Math.max(1, Math.round(canvas.clientWidth * ratio));
  if (canvas.width !== size) {
    canvas.width = size;
    canvas.height = size;
  }
  const place = ([x, y]: DrawnPoint): [number, number] => [((x + 1) / 2) * size, ((1 - y) / 2) * size];
  context.clearRect(0, 0, size, size);
  context.fillStyle = readToken('--line');
  context.fillRect(0, size / 2, size, ratio);
  context.fillRect(size / 2, 0, ratio, size);
  context.fillStyle = readToken('--kind-data');
  const dot = 2 * ratio;
  for (const point of points) {
    const [x, y] = place(point);
    context.fillRect(x - dot / 2, y - dot / 2, dot, dot);
  }
  if (!brush) return;
  const [x, y] = place(brush.place);
  context.strokeStyle = readToken('--accent');
  context.lineWidth = ratio;
  context.beginPath();
  context.arc(x, y, (brush.radius / 2) * size, 0, 2 * Math.PI);
  context.stroke();
}
