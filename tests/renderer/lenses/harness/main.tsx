import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../../../../src/renderer/styles/tokens.css';
import '../../../../src/renderer/styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LensPanel } from '../../../../src/renderer/lenses/LensPanel';
import { normals } from '../../../../src/renderer/lenses/maths/normal';
import { emptySession, RunHistory, useSession } from '../../../../src/renderer/state/session';
import { fakeClient } from './fake-client';
import { guidedProbes } from './flow';
import { SCENES } from './synthetic';

/**
 * A page with the lenses alone. `?scene=vae|wide|flow|guided|pictures|none`, `theme=dark|light`, `step=N` (0: before training),
 * `train=1` (steps go on), `loading=1`, `failing=1`.
 */
const query = new URLSearchParams(location.search);
const scene = query.get('scene') ?? 'vae';
const info =
  scene === 'guided' ? { ...SCENES.flow, probes: { ...SCENES.flow.probes, ...guidedProbes } } : SCENES[scene];
document.documentElement.dataset.theme = query.get('theme') ?? 'dark';

let step = Number(query.get('step') ?? 1_240);
const curve = (name: string, k: number): number =>
  ({
    reconstruction: 148 + 60 * Math.exp(-k / 300) + 320 * Math.exp(-k / 25),
    kl: 6.3 * (1 - Math.exp(-k / 200)) + 0.02,
  })[name] ??
  (name === 'velocity'
    ? 0.92 + 0.9 * Math.exp(-k / 150)
    : 154 + 62 * Math.exp(-k / 300) + 320 * Math.exp(-k / 25) - 2 * Math.exp(-k / 200));

if (info) {
  const history = new RunHistory(info.series.map(({ name }) => name));
  const grow = (to: number) => {
    const from = history.steps.length + 1;
    if (to < from) return;
    const steps = Int32Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const noise = normals(from, steps.length * info.series.length);
    const values = new Float32Array(noise.length);
    for (let row = 0; row < steps.length; row++) {
      info.series.forEach(({ name }, column) => {
        const at = row * info.series.length + column;
        values[at] = curve(name, steps[row]) * (1 + 0.025 * noise[at]);
      });
    }
    history.append({ run: info.run, steps, values, step: to, stepsPerSecond: 43, secondsLeft: 87 });
  };
  grow(step);
  const training = query.get('train') === '1';
  useSession.setState({
    ...emptySession,
    client: fakeClient(
      info,
      () => step,
      () => query.get('failing') === '1',
    ),
    info,
    state: training ? 'training' : step > 0 ? 'paused' : 'idle',
    step,
    steps: info.steps,
    history,
    historyVersion: 1,
    weightsVersion: 1,
    metrics: query.get('metrics') === '1' ? { test_elbo: 154.31, modes_covered: 8, high_quality: 0.934 } : {},
  });
  if (training) {
    setInterval(() => {
      step += 8;
      grow(step);
      useSession.setState((s) => ({
        step,
        historyVersion: s.historyVersion + 1,
        weightsVersion: s.weightsVersion + 1,
      }));
    }, 180);
  }
} else if (query.get('loading') === '1') {
  useSession.setState({ ...emptySession, progress: { task: 'Reading MNIST digits', done: 31_000, total: 70_000 } });
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LensPanel />
  </StrictMode>,
);
