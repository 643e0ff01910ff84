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
  type WorkerFrame,
} from '../protocol/worker';
import { type Breathe, Superseded } from './breathe';
import { toFailure } from './failure';
import { Hand } from './hand';
import { type Handlers, requestHandlers } from './request-handlers';
import { changesModels, holdsControl, isControl, isProbe, isShort, isUrgent } from './request-kinds';
import { RequestQueue } from './request-queue';
import type { Session } from './session';
import { type Emit, TrainingLoop } from './training-loop';

/** `count` is that of the items asked for, `hand` says that the pointer asks as it moves. */
type Pending = {
  id: number;
  type: RequestType;
  payload: unknown;
  channel: string | undefined;
  count: number | undefined;
  hand: boolean;
  cameAt: number;
};

export interface ServerOptions {
  post(frame: WorkerFrame): void;
  openSession(request: RequestOf<'session.open'>, emit: Emit): Promise<Session>;
}

export class WorkerServer {
  private readonly queue = new RequestQueue<Pending>();
  private readonly emit: Emit = (type, payload) => this.options.post({ kind: 'event', type, payload } as WorkerFrame);
  private readonly loop: TrainingLoop;
  private readonly handlers: Handlers;
  private running = false;
  private ended: Promise<void> | null = null;
  /** The present turn of `work`. */
  private turn: Promise<void> = Promise.resolve();
  /** Whether that turn lets small probes in: one of training, or another probe. */
  private admits = false;
  /** Small probes that are being answered beside it. */
  private hurrying: Promise<void> | null = null;

  constructor(
    private readonly options: ServerOptions,
    private readonly hand = new Hand(),
  ) {
    this.loop = new TrainingLoop(this.emit, hand);
    this.handlers = requestHandlers({
      loop: this.loop,
      open: (request) => options.openSession(request, this.emit),
      breathing: (channel, training) => this.breathing(channel, training),
    });
  }

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
    const count = 'count' in parsed.data ? parsed.data.count : undefined;
    const hand = 'hand' in parsed.data && parsed.data.hand === true;
    if (hand) this.hand.move();
    const pending: Pending = { id, type, payload: parsed.data, channel, count, hand, cameAt: performance.now() };
    const replaced = this.queue.push(pending, channel);
    if (replaced) this.respond(replaced.id, replaced.type, SUPERSEDED);
    void this.work();
    if (this.admits) this.hurrying ??= this.hurry();
  }

  /** Lets the step or request under way come to its end, then closes; who asks again waits for the same end. */
  end(): Promise<void> {
    this.ended ??= this.finish();
    return this.ended;
  }

  private get ending(): boolean {
    return this.ended !== null;
  }

  private async finish(): Promise<void> {
    await this.turn;
    await this.hurrying;
    await this.close();
  }

  /** Saves what there is and frees the engine. */
  close(): Promise<void> {
    return this.loop.close();
  }

  /** One worker at a time takes turns between requests and training until there is nothing to do. */
  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (!this.ending) {
        await this.hurrying;
        if (this.ending) break;
        const request = this.next();
        if (request) this.turn = this.answer(request);
        else if (this.loop.training) this.turn = this.slice();
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

  /** The next in line. While a model trains, what a hand waits for comes first, and what nobody's hand waits for may stay. */
  private next(): Pending | undefined {
    if (!this.loop.training) return this.queue.shift();
    return (
      this.queue.take(isUrgent, changesModels) ?? this.queue.take((pending) => !this.waits(pending), changesModels)
    );
  }

  private waits(pending: Pending): boolean {
    const follows = isProbe(pending) && !isUrgent(pending);
    return follows && this.hand.holds(pending.cameAt) && !this.queue.some(changesModels);
  }

  private async slice(): Promise<void> {
    await this.admitting(true, () => this.loop.slice());
  }

  private async admitting<T>(admits: boolean, turn: () => Promise<T>): Promise<T> {
    const before = this.admits;
    this.admits = admits;
    try {
      return await turn();
    } finally {
      this.admits = before;
    }
  }

  /** Answers small probes while a training step or another probe is under way: a hand waits for them, and they only read. */
  private async hurry(): Promise<void> {
    // With nothing to do this would end before it stands in "hurrying", and stand there for ever.
    await undefined;
    try {
      const next = () => this.queue.take(isUrgent, changesModels);
      for (let probe = next(); probe; probe = this.admits ? next() : undefined)
        if (!(await this.answerBeside(probe))) break;
    } finally {
      this.hurrying = null;
    }
  }

  /** False where the device is lost: the request waits for its turn, in which that one is left, unless it is already. */
  private async answerBeside(pending: Pending): Promise<boolean> {
    const session = this.loop.current;
    try {
      this.respond(pending.id, pending.type, { ok: true, value: await this.handle(pending) });
      if (pending.hand) this.hand.answer();
    } catch (error) {
      const again = error instanceof DeviceLostError || this.loop.current !== session;
      if (again && !(pending.channel && this.queue.holds(pending.channel))) {
        this.queue.push(pending, pending.channel);
        return false;
      }
      this.refuse(pending, again ? new Superseded() : error);
    }
    return true;
  }

  private async answer(pending: Pending): Promise<void> {
    try {
      const value = await this.admitting(isProbe(pending), () => this.handleAnywhere(pending));
      this.respond(pending.id, pending.type, { ok: true, value });
      if (pending.hand) this.hand.answer();
      if (pending.type === 'session.open') this.loop.recall();
    } catch (error) {
      this.refuse(pending, error);
    }
  }

  /** As `handle`; asks again where the run had to go on in another session, which knows nothing of what was under way. */
  private async handleAnywhere(pending: Pending): Promise<Responses[RequestType]> {
    for (;;) {
      const session = this.loop.current;
      try {
        return await this.handle(pending);
      } catch (error) {
        if (error instanceof Superseded) throw error;
        const moved = this.loop.current !== null && this.loop.current !== session;
        if (!(isProbe(pending) && moved) && !(await this.loop.leave(error))) throw error;
      }
    }
  }

  private handle({ type, payload }: Pending): Promise<Responses[RequestType]> {
    const handler = this.handlers[type] as (payload: unknown) => Promise<Responses[RequestType]>;
    return handler(payload);
  }

  private refuse({ id, type }: Pending, error: unknown): void {
    this.respond(id, type, error instanceof Superseded ? SUPERSEDED : { ok: false, failure: toFailure(error) });
  }

  /**
   * For a long request on a channel: now and then it lets messages in, answers short probes and controls that wait, and gives
   * up where a newer request on its channel, or another session, is asked for.
   * @param training Whether the run trains on in between; what it asks must not change with its weights.
   */
  private breathing(channel: string, training = false): Breathe {
    const session = this.loop.current;
    let last = performance.now();
    const short = (pending: Pending) => isShort(pending) && !(this.loop.training && this.waits(pending));
    const next = () => this.queue.take(short, changesModels) ?? this.queue.take(isControl, holdsControl);
    return async () => {
      if (performance.now() - last < BREATH) return;
      await new Promise((resolve) => setImmediate(resolve));
      for (let request = next(); request; request = next()) await this.answer(request);
      if (this.ending || this.queue.holds(channel) || this.queue.some(({ type }) => type === 'session.open'))
        throw new Superseded();
      if (training && this.loop.training && !this.queue.some((pending) => !this.waits(pending))) await this.slice();
      if (this.loop.open !== session) throw new Error('the session of this question was closed.');
      last = performance.now();
    };
  }

  private respond(id: number, type: RequestType, result: Result<Responses[RequestType]> | typeof SUPERSEDED): void {
    this.options.post({ kind: 'response', id, type, result } as WorkerFrame);
  }
}

/** Milliseconds that a long request works before it lets others in. */
const BREATH = 8;
