import type { RequestOf, SessionInfo, Trajectory } from '../../../../src/protocol/worker';
import { normals } from '../../../../src/renderer/lenses/maths/normal';
import { eulerInfo } from '../../probe-info';
import { labelsOf, velocity } from './synthetic';

/** Samplers of the made-up flows: their probes for a scene with classes and guidance. */
export const guidedProbes: Pick<SessionInfo['probes'], 'samplers' | 'methods' | 'field'> = {
  samplers: [eulerInfo({ guidance_scale: 1.5, classes: 8, guided: true })],
  methods: [
    { method: 'sampler.euler', title: 'Euler', stochastic: false },
    { method: 'sampler.heun', title: 'Heun', stochastic: false },
    { method: 'sampler.euler_sde', title: 'Euler–Maruyama', stochastic: true },
  ],
  field: { dimensions: 2 },
};

/** Euler, Heun and Euler–Maruyama steps along the exact velocity; `w` sharpens it. */
export function sampleFlow(request: RequestOf<'probe.sample'>, learned: number, step: number): Trajectory {
  const { seed, count, num_inference_steps: steps, eta, guidance_scale } = request;
  const method = request.method ?? 'sampler.euler';
  const times = Float32Array.from({ length: steps + 1 }, (_, k) => 1 - k / steps);
  const samples = new Float32Array((steps + 1) * count * 2);
  const predOriginal = new Float32Array(steps * count * 2);
  const sharp = 1 - (1 - learned) / (guidance_scale || 1);
  samples.set(normals(seed, 2 * count));
  const fresh = normals(seed + 1, method === 'sampler.euler_sde' ? 2 * count * steps : 0);
  for (let k = 0; k < steps; k++) {
    const [t, next] = [times[k], times[k + 1]];
    for (let i = 0; i < count; i++) {
      const at = 2 * (k * count + i);
      const [x, y] = [samples[at], samples[at + 1]];
      let [vx, vy] = velocity(x, y, t, sharp);
      predOriginal[at] = x - t * vx;
      predOriginal[at + 1] = y - t * vy;
      if (method === 'sampler.heun') {
        const [wx, wy] = velocity(x + vx * (next - t), y + vy * (next - t), next, sharp);
        [vx, vy] = [(vx + wx) / 2, (vy + wy) / 2];
      }
      const noise = (eta ?? 0) * Math.sqrt(2 * (t - next) * t) * 0.5;
      samples[at + 2 * count] = x + vx * (next - t) + noise * (fresh[at] ?? 0);
      samples[at + 2 * count + 1] = y + vy * (next - t) + noise * (fresh[at + 1] ?? 0);
    }
  }
  return {
    samples,
    predOriginal,
    times,
    steps,
    count,
    itemShape: [2],
    labels: labelsOf(seed, count, 8),
    evaluations: method === 'sampler.heun' ? 2 * steps : steps,
    method,
    step,
    seed,
  };
}
