/**
 * The training process as the window sees it: answers requests, trains between them, reports. It knows nothing of
 * Electron; `main.ts` gives it a way to post and the messages that arrive.
 */
import { DeviceLostError } from '../engine';
import type { Result } from '../protocol/common';
import {
  type RequestOf,
  type RequestType,
  type Responses,
  requestFrameSchema,
  requestSchemas,
  SUPERSEDED,
  type TrainState,
  type WorkerEvents,
  type WorkerEventType,
  type WorkerFrame,
} from '../protocol/worker';
import { CHECKPOINT_INTERVAL_MS, lossNotice, REFUGE } from './device-loss';
import { toFailure } from './failure';
import { NonFiniteError } from './non-finite';
import { RequestQueue } from './request-queue';
import type { Session } from './session';
import { TelemetryBatcher } from './telemetry';
import { UserError } from './user-error';

/** Trains at most this long before looking for messages: bounds how long a probe waits. */
const SLICE_MS = 8;

type Handlers = { [T in RequestType]: (payload: RequestOf<T>) => Promise<Responses[T]> };
type Pending = { id: number; type: RequestType; payload: unknown };

export interface ServerOptions {
  post(frame: WorkerFrame): void;
  openSession(
    request: RequestOf<'session.open'>,
    emit: <T extends WorkerEventType>(type: T, payload: WorkerEvents[T]) => void,
  ): Promise<Session>;
}

export class WorkerServer {
  private readonly queue = new RequestQueue<Pending>();
  private session: Session | null = null;
  private telemetry: TelemetryBatcher | null = null;
  private state: TrainState = 'idle';
  private until = 0;
  private checkpointAt = 0;
  /** Step of the newest checkpoint on disk, or at which the run began. */
  private savedStep = 0;
  /** The next step cannot be taken: weights like these must not push a good checkpoint out. */
  private doubtful = false;
  private running = false;
  private ending = false;
  /** The present turn of `work`. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: ServerOptions) {}

  /** Takes a message from the window; anything malformed is answered or dropped, never thrown. */
  receive(message: unknown): void {
    const frame = requestFrameSchema.safeParse(message);
    if (!frame.success) {
      this.emit('log', { level: 'warning', message: 'A malformed message was ignored.' });
      return;
    }
    const { id, type, payload } = frame.data;
    const parsed = requestSchemas[type].safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      this.respond(id, type, {
        ok: false,
        failure: {
          message: `The request ${type} is malformed at ${issue.path.join('.') || 'its root'}: ${issue.message}.`,
          user: false,
        },
      });
      return;
    }
    const channel = 'channel' in parsed.data ? parsed.data.channel : undefined;
    const replaced = this.queue.push({ id, type, payload: parsed.data }, channel);
    if (replaced) this.respond(replaced.id, replaced.type, SUPERSEDED);
    void this.work();
  }

  /** Lets the step or request under way come to its end, then closes. */
  async end(): Promise<void> {
    this.ending = true;
    await this.turn;
    await this.close();
  }

  /** Saves what there is and frees the engine. */
  async close(): Promise<void> {
    const session = this.session;
    if (!session) return;
    this.session = null;
    this.until = 0;
    // After a failure the weights may be ruined: the last checkpoint stays the newest.
    if (this.state !== 'failed' && !this.doubtful && session.step !== this.savedStep) await session.checkpoint(false);
    this.state = 'idle';
    // What was to be saved is saved; an engine whose device is gone may not be able to let go.
    await session.close().catch(() => undefined);
  }

  /** One worker at a time takes turns between requests and training until there is nothing to do. */
  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (!this.ending) {
        const request = this.queue.shift();
        if (request) this.turn = this.answer(request);
        else if (this.state === 'training') this.turn = this.trainSlice();
        else break;
        await this.turn;
        // Lets messages in; setImmediate runs after them, a microtask would not.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.running = false;
    }
    if (this.queue.size > 0 && !this.ending) void this.work();
  }

  private async answer({ id, type, payload }: Pending): Promise<void> {
    const handler = this.handlers[type] as (payload: unknown) => Promise<Responses[RequestType]>;
    try {
      const value = await handler(payload).catch(async (error: unknown) => {
        if (!(error instanceof DeviceLostError) || !this.canMove) throw error;
        await this.moveAway(error);
        return handler(payload);
      });
      this.respond(id, type, { ok: true, value });
      if (type === 'session.open') this.recall();
    } catch (error) {
      this.respond(id, type, { ok: false, failure: toFailure(error) });
    }
  }

  /** A resumed run: the curves and measures it already has, once the window knows the session. */
  private recall(): void {
    const { session } = this;
    if (!session || session.step === 0) return;
    const { steps, rows } = session.history;
    this.emit('telemetry', {
      run: session.run,
      steps: Int32Array.from(steps),
      values: Float32Array.from(rows.flat()),
      step: session.step,
      stepsPerSecond: 0,
      secondsLeft: 0,
    });
    this.emit('metrics', { run: session.run, step: session.step, values: session.metrics });
  }

  private async trainSlice(): Promise<void> {
    const session = this.session;
    if (!session) return this.setState('idle');
    const end = performance.now() + SLICE_MS;
    try {
      while (session.step < Math.min(this.until, session.steps) && performance.now() < end) {
        const values = await session.train();
        this.doubtful = false;
        this.telemetry?.add(session.step, values, session.steps);
      }
      if (session.step >= Math.min(this.until, session.steps))
        await this.rest(session.step >= session.steps ? 'finished' : 'paused');
      else if (performance.now() - this.checkpointAt > CHECKPOINT_INTERVAL_MS) await this.checkpoint(session);
    } catch (error) {
      this.telemetry?.flush(session.steps);
      if (error instanceof NonFiniteError) this.doubt(session, error);
      else if (error instanceof DeviceLostError && this.canMove) await this.moveAway(error);
      else this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.setState('failed');
    const { message, details } = toFailure(error);
    this.emit('log', { level: 'error', message, details });
  }

  /** Pauses before a step that cannot be taken and says why. */
  private doubt(session: Session, { report }: NonFiniteError): void {
    this.doubtful = true;
    this.setState('paused');
    const { run, kept, learningRate } = session;
    this.emit('nonFinite', { ...report, run, checkpoint: kept, learningRate });
  }

  private get canMove(): boolean {
    return this.session !== null && this.session.info.backend.id !== REFUGE;
  }

  /** The device is gone: goes on from the last checkpoint on the CPU, training where it was training. */
  private async moveAway(error: DeviceLostError): Promise<void> {
    const { session, state } = this;
    if (!session) return;
    try {
      await this.reopen(REFUGE, (from) =>
        lossNotice(error, {
          title: session.info.backend.title,
          at: session.step,
          from,
          training: state === 'training',
        }),
      );
    } catch (failure) {
      this.fail(failure);
    }
  }

  /** The run from its newest checkpoint in a new session; the state stays what it was. */
  private async reopen(backend: string | undefined, notice: (from: number) => string | null): Promise<Session> {
    const session = await this.open().reopen(backend);
    this.session = session;
    this.doubtful = false;
    this.savedStep = session.step;
    this.checkpointAt = performance.now();
    this.telemetry?.restart();
    this.emit('reopened', { info: session.info, notice: notice(session.step) });
    this.setState(this.state);
    return session;
  }

  /** Stops training for now: nothing that was learned may be lost from here on. */
  private async rest(state: 'paused' | 'finished'): Promise<void> {
    const session = this.session;
    if (!session) return;
    this.telemetry?.flush(session.steps);
    this.setState(state);
    await this.checkpoint(session);
    if (state === 'finished') await this.evaluate(session);
  }

  private async checkpoint(session: Session): Promise<void> {
    await session.checkpoint(this.state === 'finished');
    this.checkpointAt = performance.now();
    this.savedStep = session.step;
    this.emit('checkpoint', { run: session.run, step: session.step });
  }

  private async evaluate(session: Session): Promise<Record<string, number>> {
    const task = 'Measuring on held-out data';
    const values = await session.evaluate((done, total) => this.emit('progress', { task, done, total }));
    this.emit('progress', { task, finished: true });
    this.emit('metrics', { run: session.run, step: session.step, values });
    return values;
  }

  private readonly handlers: Handlers = {
    'session.open': async (request) => {
      await this.close();
      this.setState('idle');
      const session = await this.options.openSession(request, (type, payload) => this.emit(type, payload));
      this.session = session;
      this.telemetry = new TelemetryBatcher(session.run, (telemetry) => this.emit('telemetry', telemetry));
      this.checkpointAt = performance.now();
      this.savedStep = session.step;
      this.doubtful = false;
      this.setState(session.step > 0 ? (session.step >= session.steps ? 'finished' : 'paused') : 'idle');
      return session.info;
    },
    'train.start': async ({ until }) => {
      const session = this.open();
      const limit = until ?? Number.POSITIVE_INFINITY;
      if (session.step >= Math.min(limit, session.steps))
        throw new UserError(`This run has reached its ${session.steps} steps; raise "Steps" of the trainer to go on.`);
      this.until = limit;
      this.telemetry?.restart();
      this.setState('training');
      return null;
    },
    'train.pause': async () => {
      if (this.state === 'training') await this.rest('paused');
      return null;
    },
    'train.step': async () => {
      const session = this.open();
      if (session.step >= session.steps)
        throw new UserError(`This run has reached its ${session.steps} steps; raise "Steps" of the trainer to go on.`);
      try {
        const values = await session.train();
        this.doubtful = false;
        this.telemetry?.add(session.step, values, session.steps);
      } catch (error) {
        if (error instanceof NonFiniteError) this.doubt(session, error);
        else {
          if (!(error instanceof DeviceLostError)) this.setState('failed');
          throw error;
        }
        return null;
      }
      this.telemetry?.flush(session.steps);
      if (session.step >= session.steps) await this.rest('finished');
      else this.setState('paused');
      return null;
    },
    'train.back': async () => {
      this.open();
      this.telemetry?.flush(this.open().steps);
      await this.reopen(undefined, () => null);
      this.setState(this.open().step > 0 ? 'paused' : 'idle');
      return null;
    },
    'train.stop': async () => {
      if (this.open().step > 0) await this.rest('finished');
      return null;
    },
    'live.set': async ({ node, setting, value }) => {
      const session = this.open();
      const budget = session.steps;
      session.setLive(node, setting, value);
      if (session.steps !== budget)
        this.setState(this.state === 'finished' && session.step < session.steps ? 'paused' : this.state);
      return null;
    },
    'checkpoint.save': async () => {
      const session = this.open();
      // Where there is no checkpoint at all, doubtful weights are better than none.
      if (!this.doubtful || session.kept === 0) await this.checkpoint(session);
      return { step: this.savedStep };
    },
    'metrics.evaluate': async () => this.evaluate(this.open()),
    'probe.data': async ({ split, offset, count }) => this.open().probes.data(split, offset, count),
    'probe.encode': async ({ split, count }) => this.open().probes.encode(split, count),
    'probe.decode': async ({ z, count }) => this.open().probes.decode(z, count),
    'probe.reconstruct': async ({ count }) => this.open().probes.reconstruct(count),
    'probe.sample': async ({ node, seed, count, num_inference_steps }) =>
      this.open().probes.sample(node, { seed, count, numInferenceSteps: num_inference_steps }),
    'probe.field': async ({ points, count, t }) => this.open().probes.field(points, count, t),
  };

  private open(): Session {
    if (!this.session) throw new UserError('No run is open; press Train first.');
    return this.session;
  }

  private setState(state: TrainState): void {
    this.state = state;
    if (state !== 'training') this.until = 0;
    const { session } = this;
    if (session) this.emit('state', { run: session.run, state, step: session.step, steps: session.steps });
  }

  private emit<T extends WorkerEventType>(type: T, payload: WorkerEvents[T]): void {
    this.options.post({ kind: 'event', type, payload } as WorkerFrame);
  }

  private respond(id: number, type: RequestType, result: Result<Responses[RequestType]> | typeof SUPERSEDED): void {
    this.options.post({ kind: 'response', id, type, result } as WorkerFrame);
  }
}
