import { readToken } from '../components/tokens';
import { normals } from '../random';

/** Tableau 10. */
const COLORS = [
  '#4e79a7',
  '#f28e2b',
  '#e15759',
  '#76b7b2',
  '#59a14f',
  '#edc948',
  '#b07aa1',
  '#ff9da7',
  '#9c755f',
  '#bab0ac',
];

/** Centre, two spreads and a tilt for each of ten clouds, in units of the picture's height around its middle. */
const CLOUDS: readonly (readonly [number, number, number, number, number])[] = [
  [-0.52, -0.18, 0.1, 0.06, 0.4],
  [0.5, 0.3, 0.13, 0.028, -0.9],
  [-0.1, 0.28, 0.085, 0.06, 0.2],
  [-0.3, 0.12, 0.08, 0.055, 0.7],
  [0.36, -0.16, 0.09, 0.05, -0.3],
  [-0.2, -0.14, 0.09, 0.045, 1.1],
  [-0.44, 0.3, 0.09, 0.05, -0.5],
  [0.62, -0.04, 0.1, 0.045, 0.9],
  [0.08, 0.02, 0.085, 0.055, 0.1],
  [0.22, -0.32, 0.09, 0.045, 0.5],
];
const POINTS = 130;

/** Ten clouds in a latent plane, and a walk from one to another. */
export function drawClouds(context: CanvasRenderingContext2D, width: number, height: number): void {
  const normal = normals(7);
  const place = (x: number, y: number): [number, number] => [
    width / 2 + x * 0.9 * height,
    height / 2 + y * 0.9 * height,
  ];
  context.strokeStyle = readToken('--line');
  for (const radius of [0.22, 0.44]) {
    context.beginPath();
    context.arc(width / 2, height / 2, radius * height, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 0.8;
  for (const [index, [cx, cy, long, short, tilt]] of CLOUDS.entries()) {
    context.fillStyle = COLORS[index];
    for (let i = 0; i < POINTS; i++) {
      const [a, b] = [normal() * long, normal() * short];
      const [x, y] = place(cx + a * Math.cos(tilt) - b * Math.sin(tilt), cy + a * Math.sin(tilt) + b * Math.cos(tilt));
      context.beginPath();
      context.arc(x, y, 1.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.globalAlpha = 1;
  drawWalk(context, place(-0.3, 0.12), place(0.36, -0.16));
}

function drawWalk(context: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  context.strokeStyle = readToken('--accent');
  context.fillStyle = readToken('--accent');
  context.lineWidth = 1.6;
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  for (let stop = 0; stop <= 5; stop++) {
    const t = stop / 5;
    context.beginPath();
    context.arc(from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, 3, 0, 2 * Math.PI);
    context.fill();
  }
}
