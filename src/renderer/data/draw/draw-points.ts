import { readToken } from '../../components/tokens';
import type { Copy, DrawnPoint } from './symmetry';

export interface PenMark {
  place: DrawnPoint;
  radius: number;
  copies: readonly Copy[];
}

/** Draws a square drawing over the whole canvas: a faint cross, its points, and the pen with its copies where it hovers. */
export function drawPoints(
  canvas: HTMLCanvasElement,
  points: readonly DrawnPoint[],
  /** CSS pixels of a point. */
  dotSize: number,
  pen: PenMark | null = null,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const size = Math.max(1, Math.round(canvas.clientWidth * ratio));
  if (canvas.width !== size) canvas.width = size;
  if (canvas.height !== size) canvas.height = size;
  const left = (x: number): number => ((x + 1) / 2) * size;
  const top = (y: number): number => ((1 - y) / 2) * size;
  context.clearRect(0, 0, size, size);
  context.fillStyle = readToken('--line');
  context.fillRect(0, Math.round(size / 2), size, ratio);
  context.fillRect(Math.round(size / 2), 0, ratio, size);
  context.fillStyle = readToken('--kind-data');
  const dot = Math.max(1, dotSize * ratio);
  // Many points overlap: thinner ones let density show.
  context.globalAlpha = points.length > 6_000 ? 0.55 : 0.85;
  for (const [x, y] of points) context.fillRect(left(x) - dot / 2, top(y) - dot / 2, dot, dot);
  context.globalAlpha = 1;
  if (!pen) return;
  context.lineWidth = ratio;
  for (const [index, copy] of pen.copies.entries()) {
    const [x, y] = copy(pen.place);
    context.strokeStyle = readToken(index === 0 ? '--accent' : '--muted');
    context.beginPath();
    context.arc(left(x), top(y), Math.max(2 * ratio, (pen.radius / 2) * size), 0, 2 * Math.PI);
    context.stroke();
  }
}
