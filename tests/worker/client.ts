import type { Result } from '../../src/protocol/common';
import {
  type RequestOf,
  type RequestType,
  type Responses,
  SUPERSEDED,
  type WorkerEvents,
  type WorkerEventType,
  type WorkerFrame,
  type WorkerStart,
} from '../../src/protocol/worker';
import type { Hand } from '../../src/worker/hand';
import { openSession } from '../../src/worker/open-session';
import { WorkerServer } from '../../src/worker/server';
import type { Session } from '../../src/worker/session';

type Answer<T extends RequestType> = Result<Responses[T]> | typeof SUPERSEDED;
type Event = Extract<WorkerFrame, { kind: 'event' }>;

/** A window in this process: talks to a real server, real sessions and a real folder; only the port is missing. */
export class Client {
  readonly events: Event[] = [];
  readonly server: WorkerServer;
  private readonly waiting = new Map<number, (frame: Extract<WorkerFrame, { kind: 'response' }>) => void>();
  private readonly watchers = new Set<() => void>();
  private id = 0;

  /** @param opening Opens other sessions than the window's messages ask for. */
  constructor(
    projectDirectory: string,
    start: Partial<WorkerStart> = {},
    opening?: () => Promise<Session>,
    hand?: Hand,
  ) {
    const full: WorkerStart = { projectDirectory, dataDirectory: null, backend: 'cpu', threads: 1, ...start };
    this.server = new WorkerServer(
      {
        post: (frame) => this.take(frame),
        openSession: (request, emit) =>
          opening?.() ?? openSession(full, request, (message) => emit('log', { level: 'warning', message })),
      },
      hand,
    );
  }

  /** Sends a request and gives what the server answers, whatever that is. */
  ask<T extends RequestType>(type: T, payload: RequestOf<T>): Promise<Answer<T>> {
    return this.send(type, payload);
  }

  /** As `ask`, with a payload that need not be one. */
  send<T extends RequestType>(type: T, payload: unknown): Promise<Answer<T>> {
    const id = this.id++;
    return new Promise((resolve) => {
      this.waiting.set(id, (frame) => resolve(frame.result as Answer<T>));
      this.server.receive({ id, type, payload });
    });
  }

  /** Sends a request that must succeed. */
  async request<T extends RequestType>(type: T, payload: RequestOf<T>): Promise<Responses[T]> {
    const answer = await this.ask(type, payload);
    if (answer === SUPERSEDED) throw new Error(`${type} was superseded`);
    if (!answer.ok) throw new Error(answer.failure.message);
    return answer.value;
  }

  /** Payloads of the events of a type so far. */
  of<T extends WorkerEventType>(type: T): WorkerEvents[T][] {
    return this.events.flatMap((event) => (event.type === type ? [event.payload as WorkerEvents[T]] : []));
  }

  get states(): string[] {
    return this.of('state').map(({ state }) => state);
  }

  /** Waits until something holds; it is looked at after every frame. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  private take(frame: WorkerFrame): void {
    // Only what can be cloned passes a port.
    const copy = structuredClone(frame);
    if (copy.kind === 'event') this.events.push(copy);
    else {
      const resolve = this.waiting.get(copy.id);
      if (!resolve) throw new Error(`the server answered ${copy.type} ${copy.id}, which nobody asked`);
      this.waiting.delete(copy.id);
      resolve(copy);
    }
    for (const look of [...this.watchers]) look();
  }
}
