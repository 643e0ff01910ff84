import { DeviceLostError } from '../engine';
import type { TrainState, WorkerEvents, WorkerEventType } from '../protocol/worker';
import { CHECKPOINT_INTERVAL_MS, lossNotice, REFUGE } from './device-loss';
import { toFailure } from './failure';
import type { Hand } from './hand';
import { NonFiniteError } from './non-finite';
import type { Session } from './session';
import { TelemetryBatcher } from './telemetry';
import { UserError } from './user-error';

/** Trains at most this long before looking for messages: bounds how long a probe waits. */
const SLICE_MS = 8;

/** Tells the window something. */
export type Emit = <T extends WorkerEventType>(type: T, payload: WorkerEvents[T]) => void;

/** What a session is while it does not train. */
const restingState = ({ step, steps }: Session): TrainState =>
  step === 0 ? 'idle' : step >= steps ? 'finished' : 'paused';

const unlessLost = (error: unknown): void => {
  if (!(error instanceof DeviceLostError)) throw error;
};

/**
 * Trains the session that the window has open, slice by slice, and decides what happens to its weights: when they are
 * kept, when they are doubtful, and where the run goes on whose device is gone.
 */
export class TrainingLoop {
  private session: Session | null = null;
  private telemetry: TelemetryBatcher | null = null;
  private state: TrainState = 'idle';
  /** Training pauses at this step. */
  private until = 0;
  private checkpointAt = 0;
  /** Milliseconds from the beginning of one step to the next, where training is slowed down to be watched; else 0. */
  private interval = 0;
  /** When the next step may begin. */
  private nextAt = 0;
  /** Step of the newest checkpoint on disk, or at which the run began. */
  private savedStep = 0;
  /** The next step cannot be taken: weights like these must not push a good checkpoint out. */
  private doubtful = false;

  constructor(
    private readonly emit: Emit,
    private readonly hand: Hand,
  ) {}

  get training(): boolean {
    return this.state === 'training';
  }

  /** The session that is open; another one where the run had to be opened anew. */
  get current(): Session | null {
    return this.session;
  }

  /** @throws UserError where no session is open. */
  get open(): Session {
    if (!this.session) throw new UserError('No run is open; press Train first.');
    return this.session;
  }

  /** Takes over a session; the one before must be closed. */
  begin(session: Session): void {
    this.telemetry = new TelemetryBatcher(
      session.run,
      (telemetry) => this.emit('telemetry', telemetry),
      () => this.hand.telemetryInterval,
    );
    this.adopt(session);
    this.setState(restingState(session));
  }

  /** Saves what there is and frees the engine. */
  async close(): Promise<void> {
    const { session, state, doubtful, savedStep } = this;
    if (!session) return;
    this.session = null;
    this.state = 'idle';
    this.until = 0;
    try {
      // After a failure the weights may be ruined: the last checkpoint stays the newest.
      if (state !== 'failed' && !doubtful && session.step !== savedStep)
        await session.checkpoint(false).catch(unlessLost);
    } finally {
      // What was to be saved is saved; an engine whose device is gone may not be able to let go.
      await session.close().catch(() => undefined);
    }
  }

  /** A resumed run: the curves and measures it already has, once the window knows the session. */
  recall(): void {
    const { run, step, history, metrics } = this.open;
    if (step === 0) return;
    this.emit('telemetry', {
      run,
      steps: Int32Array.from(history.steps),
      values: Float32Array.from(history.rows.flat()),
      step,
      stepsPerSecond: 0,
      secondsLeft: 0,
    });
    this.emit('metrics', { run, step, values: metrics });
  }

  /** Trains from the next slice on, up to a step or to the end. */
  start(until: number | null): void {
    const session = this.open;
    const limit = until ?? Number.POSITIVE_INFINITY;
    this.requireSteps(session, limit);
    this.until = limit;
    this.telemetry?.restart();
    this.setState('training');
  }

  /** Takes steps for a moment. Never rejects: what goes wrong is told to the window. */
  async slice(): Promise<void> {
    const session = this.open;
    const end = performance.now() + SLICE_MS;
    try {
      while (session.step < Math.min(this.until, session.steps) && performance.now() < end) {
        const wait = Math.max(this.nextAt, this.hand.stepsFrom) - performance.now();
        if (wait <= 0) await this.takeStep(session);
        else await new Promise((resolve) => setTimeout(resolve, Math.min(wait, SLICE_MS)));
      }
      if (session.step >= session.steps) await this.rest('finished');
      else if (session.step >= this.until) await this.rest('paused');
      else if (performance.now() - this.checkpointAt > CHECKPOINT_INTERVAL_MS) await this.checkpoint(session);
    } catch (error) {
      this.telemetry?.flush(session.steps);
      try {
        if (error instanceof NonFiniteError) this.doubt(session, error);
        else if (!(await this.leave(error))) throw error;
        // It was lost while the run was being measured.
        else if (this.state === 'finished') await this.evaluate();
      } catch (failure) {
        this.fail(failure);
      }
    }
  }

  async pause(): Promise<void> {
    if (this.training) await this.rest('paused');
  }

  /** How many steps a second may be taken at most; null for as many as can be. */
  setPace(stepsPerSecond: number | null): void {
    this.interval = stepsPerSecond === null ? 0 : 1_000 / stepsPerSecond;
    this.nextAt = 0;
    this.telemetry?.restart();
  }

  /** One step, or the turn of one trainer, then rests. */
  async step(trainer: string | null = null): Promise<void> {
    const session = this.open;
    this.requireSteps(session);
    try {
      await this.takeStep(session, trainer);
    } catch (error) {
      if (error instanceof NonFiniteError) return this.doubt(session, error);
      if (!(error instanceof DeviceLostError)) this.setState('failed');
      throw error;
    }
    this.telemetry?.flush(session.steps);
    if (session.step >= session.steps) await this.rest('finished');
    else this.setState('paused');
  }

  /** Goes back to the newest checkpoint and rests there. */
  async back(): Promise<void> {
    await this.reopen(undefined, { train: false, notice: () => null });
  }

  /** Ends the run with the newest weights that are good. */
  async stop(): Promise<void> {
    if (this.doubtful && this.open.kept > 0) await this.back();
    if (this.open.step > 0) await this.rest('finished');
  }

  setLive(node: string, setting: string, value: number): void {
    const session = this.open;
    const budget = session.steps;
    session.setLive(node, setting, value);
    if (session.steps === budget) return;
    this.setState(this.state === 'finished' && session.step < session.steps ? 'paused' : this.state);
  }

  /** Writes a checkpoint, unless the weights are doubtful and there is a better one; gives the step of the newest. */
  async save(): Promise<number> {
    const session = this.open;
    if (!this.doubtful || session.kept === 0) await this.checkpoint(session);
    return this.savedStep;
  }

  async evaluate(): Promise<Record<string, number>> {
    const session = this.open;
    const task = 'Measuring on held-out data';
    const values = await session
      .evaluate((done, total) => this.emit('progress', { task, done, total }))
      .finally(() => this.emit('progress', { task, finished: true }));
    this.emit('metrics', { run: session.run, step: session.step, values });
    return values;
  }

  /**
   * Where an error means that the device is gone: goes on from the last checkpoint on the CPU, training where it was
   * training. False for every other error, and where there is nowhere to go.
   */
  async leave(error: unknown): Promise<boolean> {
    const { session, training } = this;
    if (!(error instanceof DeviceLostError) || !session || session.info.backend.id === REFUGE) return false;
    const { title } = session.info.backend;
    const at = session.step;
    await this.reopen(REFUGE, { train: training, notice: (from) => lossNotice(error, { title, at, from, training }) });
    return true;
  }

  private requireSteps(session: Session, limit = Number.POSITIVE_INFINITY): void {
    if (session.step >= Math.min(limit, session.steps))
      throw new UserError(`This run has reached its ${session.steps} steps; raise "Steps" of the trainer to go on.`);
  }

  private async takeStep(session: Session, trainer: string | null = null): Promise<void> {
    // A step that comes late does not hurry those after it by more than one.
    this.nextAt = Math.max(this.nextAt, performance.now() - this.interval) + this.interval;
    this.hand.step();
    const values = await session.train(trainer);
    this.doubtful = false;
    this.telemetry?.add(session.step, values, session.steps);
    const { run, step, keptWeights } = session;
    if (keptWeights.has(step)) this.emit('kept', { run, step });
  }

  private adopt(session: Session): void {
    this.session = session;
    this.doubtful = false;
    this.savedStep = session.step;
    this.checkpointAt = performance.now();
  }

  /**
   * The run from its newest checkpoint in a new session, on the same backend or on another one. Where that fails no session is
   * left, as the old one is closed.
   */
  private async reopen(
    backend: string | undefined,
    { train, notice }: { train: boolean; notice(from: number): string | null },
  ): Promise<void> {
    const before = this.open;
    this.telemetry?.flush(before.steps);
    this.telemetry?.restart();
    const session = await before.reopen(backend).catch((error: unknown) => {
      this.setState('failed');
      this.session = null;
      throw error;
    });
    this.adopt(session);
    this.emit('reopened', { info: session.info, notice: notice(session.step) });
    this.setState(train ? 'training' : restingState(session));
  }

  /** Pauses before a step that cannot be taken and says why. */
  private doubt(session: Session, { report }: NonFiniteError): void {
    this.doubtful = true;
    this.setState('paused');
    const { run, kept } = session;
    this.emit('nonFinite', { ...report, run, checkpoint: kept, learningRate: session.learningRateOf(report.trainer) });
  }

  private fail(error: unknown): void {
    this.setState('failed');
    const { message, details } = toFailure(error);
    this.emit('log', { level: 'error', message, details });
  }

  /** Stops training for now: nothing that was learned may be lost from here on. */
  private async rest(state: 'paused' | 'finished'): Promise<void> {
    const session = this.open;
    this.telemetry?.flush(session.steps);
    this.setState(state);
    await this.checkpoint(session);
    if (state === 'finished') await this.evaluate();
  }

  private async checkpoint(session: Session): Promise<void> {
    await session.checkpoint(this.state === 'finished');
    this.checkpointAt = performance.now();
    this.savedStep = session.step;
    this.emit('checkpoint', { run: session.run, step: session.step });
  }

  private setState(state: TrainState): void {
    this.state = state;
    if (state !== 'training') this.until = 0;
    const { session } = this;
    if (session) this.emit('state', { run: session.run, state, step: session.step, steps: session.steps });
  }
}
