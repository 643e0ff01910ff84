/**
 * The training process as the window sees it: answers requests, trains between them, reports. It knows nothing of
 * Electron; `main.ts` gives it a way to post and the messages that arrive.
 */
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
import { toFailure } from './failure';
import { RequestQueue } from './request-queue';
import type { Session } from './session';
import { type Emit, TrainingLoop } from './training-loop';
import { UserError } from './user-error';

type Handlers = { [T in RequestType]: (payload: RequestOf<T>) => Promise<Responses[T]> };
type Pending = { id: number; type: RequestType; payload: unknown };

export interface ServerOptions {
  post(frame: WorkerFrame): void;
  openSession(request: RequestOf<'session.open'>, emit: Emit): Promise<Session>;
}

export class WorkerServer {
  private readonly queue = new RequestQueue<Pending>();
  private readonly emit: Emit = (type, payload) => this.options.post({ kind: 'event', type, payload } as WorkerFrame);
  private readonly loop = new TrainingLoop(this.emit);
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
  close(): Promise<void> {
    return this.loop.close();
  }

  /** One worker at a time takes turns between requests and training until there is nothing to do. */
  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (!this.ending) {
        const request = this.queue.shift();
        if (request) this.turn = this.answer(request);
        else if (this.loop.training) this.turn = this.loop.slice();
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
        if (!(await this.loop.leave(error))) throw error;
        return handler(payload);
      });
      this.respond(id, type, { ok: true, value });
      if (type === 'session.open') this.loop.recall();
    } catch (error) {
      this.respond(id, type, { ok: false, failure: toFailure(error) });
    }
  }

  private readonly handlers: Handlers = {
    'session.open': async (request) => {
      await this.loop.close();
      const session = await this.options.openSession(request, this.emit);
      this.loop.begin(session);
      return session.info;
    },
    'train.start': async ({ until }) => {
      this.loop.start(until);
      return null;
    },
    'train.pause': () => this.loop.pause().then(nothing),
    'train.step': () => this.loop.step().then(nothing),
    'train.back': () => this.loop.back().then(nothing),
    'train.stop': () => this.loop.stop().then(nothing),
    'live.set': async ({ node, setting, value }) => {
      this.loop.setLive(node, setting, value);
      return null;
    },
    'checkpoint.save': async () => ({ step: await this.loop.save() }),
    'metrics.evaluate': () => this.loop.evaluate(),
    'probe.data': async ({ split, offset, count }) => this.probes.data(split, offset, count),
    'probe.encode': async ({ split, count, offset }) => this.probes.encode(split, count, offset),
    'probe.decode': async ({ z, count }) => this.probes.decode(z, count),
    'probe.reconstruct': async ({ count }) => this.probes.reconstruct(count),
    'probe.sample': async ({ node, seed, count, num_inference_steps }) =>
      this.probes.samplers.sample(node, { seed, count, numInferenceSteps: num_inference_steps }),
    'probe.field': async ({ points, count, t }) => this.probes.samplers.field(points, count, t),
    'train.pace': unanswered,
    'weights.list': unanswered,
    'model.open': unanswered,
    'model.close': unanswered,
    'probe.latent-quality': unanswered,
    'probe.adversarial': unanswered,
    'probe.layers': () => this.loop.open.watch.layers(),
    'probe.output': ({ network, node, port, count }) => this.loop.open.watch.output({ network, node, port }, count),
  };

  private get probes() {
    return this.loop.open.probes;
  }

  private respond(id: number, type: RequestType, result: Result<Responses[RequestType]> | typeof SUPERSEDED): void {
    this.options.post({ kind: 'response', id, type, result } as WorkerFrame);
  }
}

/** Answer to what only has to be done. */
const nothing = (): null => null;

/** Requests that are only promised so far. */
const unanswered = async (): Promise<never> => {
  throw new UserError('This is not there yet.');
};
