import { readToken } from '../components/tokens';
import { normals, uniforms } from '../random';

const PARTICLES = 190;
const MODES = 8;
const STEPS = 26;

/** Particles on their way from a cloud of noise to eight modes on a circle. */
export function drawFlow(context: CanvasRenderingContext2D, width: number, height: number): void {
  const normal = normals(3);
  const uniform = uniforms(11);
  const ring = 0.36 * height;
  const color = readToken('--kind-sampler');
  const noise = readToken('--faint');
  context.lineWidth = 1;
  for (let particle = 0; particle < PARTICLES; particle++) {
    const start: [number, number] = [normal() * 0.17 * height, normal() * 0.17 * height];
    // A particle goes to a mode near its own direction, as a flow that does not cross itself would take it.
    const turn = Math.atan2(start[1], start[0]) + (uniform() - 0.5) * 0.5;
    const mode = (Math.round((turn / (2 * Math.PI)) * MODES) / MODES) * 2 * Math.PI;
    const end: [number, number] = [
      Math.cos(mode) * ring + normal() * 0.021 * height,
      Math.sin(mode) * ring + normal() * 0.021 * height,
    ];
    drawTrail(context, width, height, start, end, { color, noise });
  }
}

function drawTrail(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  start: [number, number],
  end: [number, number],
  { color, noise }: { color: string; noise: string },
): void {
  const bend = 0.25;
  const control = [
    start[0] + (end[0] - start[0]) * bend - start[1] * 0.2,
    start[1] + (end[1] - start[1]) * bend + start[0] * 0.2,
  ];
  const at = (t: number): [number, number] => {
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [
      width / 2 + a * start[0] + b * control[0] + c * end[0],
      height / 2 + a * start[1] + b * control[1] + c * end[1],
    ];
  };
  context.strokeStyle = color;
  for (let step = 0; step < STEPS; step++) {
    context.globalAlpha = 0.05 + 0.3 * (step / STEPS) ** 1.5;
    context.beginPath();
    context.moveTo(...at(step / STEPS));
    context.lineTo(...at((step + 1) / STEPS));
    context.stroke();
  }
  dot(context, at(0), noise, 0.5, 1.1);
  dot(context, at(1), color, 0.95, 1.8);
  context.globalAlpha = 1;
}

function dot(
  context: CanvasRenderingContext2D,
  [x, y]: [number, number],
  color: string,
  alpha: number,
  radius: number,
): void {
  context.globalAlpha = alpha;
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
