import type { ProjectDocument } from '../../src/core/graph/document';
import type {
  LiveSetting,
  RequestOf,
  RequestType,
  Responses,
  SessionInfo,
  TrainState,
  WorkerEvents,
  WorkerEventType,
} from '../../src/protocol/worker';
import { SupersededError, type WorkerClient } from '../../src/renderer/client/worker-client';
import { answerProbe, isProbe } from './fake-probes';
import { eulerInfo, noProbes } from './probe-info';

type Listener = (payload: never) => void;

/** A training process that answers from arithmetic. `pulse` moves a run that is training; the harness calls it on a timer. */
export class FakeWorker implements WorkerClient {
  readonly requests: { type: RequestType; payload: unknown }[] = [];
  info: SessionInfo | null = null;
  state: TrainState = 'idle';
  step = 0;
  closed = false;
  /** Error that the next `session.open` gives. */
  refusal: Error | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  private readonly listeners = new Map<WorkerEventType, Set<Listener>>();

  constructor(
    private readonly options: { steps?: number; startAt?: number; manual?: boolean; live?: LiveSetting[] } = {},
  ) {}

  async request<T extends RequestType>(type: T, payload: RequestOf<T>): Promise<Responses[T]> {
    if (this.closed) throw new SupersededError('closed');
    this.requests.push({ type, payload });
    if (isProbe(type)) {
      await Promise.resolve();
      return answerProbe(type, payload, this.info, this.step);
    }
    const answers: { [K in RequestType]?: (payload: RequestOf<K>) => unknown } = {
      'session.open': ({ document, resume }) => this.open(document as ProjectDocument, resume),
      'train.start': () => this.start(),
      'train.pause': () => this.rest('paused'),
      'train.step': () => {
        this.pulse(1);
        this.rest('paused');
      },
      'train.stop': () => this.rest('finished'),
      'metrics.evaluate': () => this.evaluate(),
      'checkpoint.save': () => this.checkpoint(),
      'weights.list': () => ({ run: this.info?.run ?? '', steps: this.step > 0 ? [0, this.step] : [0] }),
    };
    return (answers[type]?.(payload) ?? null) as Responses[T];
  }

  on<T extends WorkerEventType>(type: T, listener: (payload: WorkerEvents[T]) => void): () => void {
    const set = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, set);
    set.add(listener as Listener);
    return () => set.delete(listener as Listener);
  }

  close(): void {
    this.closed = true;
    if (this.timer) clearInterval(this.timer);
  }

  emit<T extends WorkerEventType>(type: T, payload: WorkerEvents[T]): void {
    for (const listener of this.listeners.get(type) ?? []) listener(payload as never);
  }

  /** Takes `count` steps and tells of them. */
  pulse(count: number): void {
    const { info } = this;
    if (!info) return;
    const steps = Int32Array.from({ length: count }, (_, i) => this.step + i + 1);
    const values = new Float32Array(count * info.series.length);
    for (let row = 0; row < count; row++) {
      for (const [column] of info.series.entries()) {
        values[row * info.series.length + column] = curve(column, steps[row], info.series.length);
      }
    }
    this.step += count;
    const rate = 213.4;
    this.emit('telemetry', {
      run: info.run,
      steps,
      values,
      step: this.step,
      stepsPerSecond: rate,
      secondsLeft: (info.steps - this.step) / rate,
    });
    if (this.step >= info.steps) {
      this.evaluate();
      this.rest('finished');
    }
  }

  private open(document: ProjectDocument, resume: string | null): SessionInfo {
    if (this.refusal) throw this.refusal;
    const steps = this.options.steps ?? 5_000;
    this.step = resume === null ? 0 : (this.options.startAt ?? 1_200);
    this.info = { ...describe(document, resume ?? 'run-new', this.step, steps), live: this.options.live ?? [] };
    return this.info;
  }

  private start(): void {
    this.change('training');
    if (!this.options.manual) this.timer = setInterval(() => this.pulse(8), 40);
  }

  private rest(state: TrainState): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.change(state);
  }

  private change(state: TrainState): void {
    this.state = state;
    const { info } = this;
    if (info) this.emit('state', { run: info.run, state, step: this.step, steps: info.steps });
  }

  private evaluate(): Record<string, number> {
    const values = { test_elbo: 154.9, test_reconstruction: 148.3, test_kl: 6.6 };
    if (this.info) this.emit('metrics', { run: this.info.run, step: this.step, values });
    return values;
  }

  private checkpoint(): { step: number } {
    if (this.info) this.emit('checkpoint', { run: this.info.run, step: this.step });
    return { step: this.step };
  }
}

/** Losses as they look: falling or rising towards a limit, with a little noise. */
function curve(column: number, step: number, columns: number): number {
  const noise = Math.sin(step * 12.9898 + column * 78.233) * 43758.5453;
  const jitter = (noise - Math.floor(noise) - 0.5) * 4;
  const first = 151 + 390 * Math.exp(-step / 260) + jitter;
  const second = 6.3 * (1 - Math.exp(-step / 400)) + jitter * 0.04;
  if (columns === 1) return 1.1 + 1.4 * Math.exp(-step / 300) + jitter * 0.02;
  return [first, second, first + second][column % 3];
}

function describe(document: ProjectDocument, run: string, step: number, steps: number): SessionInfo {
  const nodes = document.study.nodes;
  const idOf = (prefix: string): string => nodes.find(({ type }) => type.startsWith(prefix))?.id ?? '';
  const image = idOf('data.mnist') !== '';
  const objectives = nodes.filter(({ type }) => type.startsWith('objective.'));
  const sampler = idOf('sampler.');
  return {
    run,
    step,
    steps,
    backend: { id: 'cpu', title: 'CPU', threads: 2 },
    parameterCount: 631_588,
    series: [
      ...objectives.map(({ id, type }) => ({
        name: id,
        title: type === 'objective.kl' ? 'KL' : 'loss',
        node: id,
        unit: image ? 'nats' : '',
      })),
      ...(objectives.length > 1 ? [{ name: 'loss', title: 'loss', node: idOf('trainer.'), unit: '' }] : []),
    ],
    live: [],
    measures: [],
    data: {
      node: idOf('data.'),
      title: image ? 'MNIST digits' : 'Eight Gaussians',
      itemShape: image ? [1, 28, 28] : [2],
      classes: Array.from({ length: image ? 10 : 8 }, (_, i) => String(i)),
      train: 60_000,
      test: 10_000,
      image,
    },
    trainers: [{ node: idOf('trainer.'), title: 'Trainer', updatesPerStep: 1 }],
    probes: {
      ...noProbes,
      encode: image ? { width: 2, columns: [] } : null,
      decode: image ? { width: 2, classes: 0 } : null,
      reconstruct: image,
      samplers: sampler ? [eulerInfo({ node: sampler })] : [],
      field: image ? null : { dimensions: 2 },
    },
    compileMilliseconds: 410,
  };
}
