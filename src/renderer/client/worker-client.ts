import type { Failure } from '../../protocol/common';
import {
  type RequestOf,
  type RequestType,
  type Responses,
  SUPERSEDED,
  type WorkerEvents,
  type WorkerEventType,
  type WorkerFrame,
} from '../../protocol/worker';

/** A request that failed with a sentence for the user. */
export class FailureError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** A probe that a newer one on the same channel replaced; callers just drop it. */
export class SupersededError extends Error {}

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void };
type Listener = (payload: never) => void;

/** What views need of a training process; the tests give them one that answers from arrays. */
export interface WorkerClient {
  request<T extends RequestType>(type: T, payload: RequestOf<T>, transfer?: Transferable[]): Promise<Responses[T]>;
  on<T extends WorkerEventType>(type: T, listener: (payload: WorkerEvents[T]) => void): () => void;
  close(): void;
}

/** Speaks the worker protocol over a MessagePort. */
export class PortWorkerClient implements WorkerClient {
  private nextId = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<WorkerEventType, Set<Listener>>();

  constructor(private readonly port: MessagePort) {
    port.onmessage = (message: MessageEvent<WorkerFrame>) => this.receive(message.data);
    port.start();
  }

  request<T extends RequestType>(type: T, payload: RequestOf<T>, transfer: Transferable[] = []): Promise<Responses[T]> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.port.postMessage({ id, type, payload }, transfer);
    });
  }

  on<T extends WorkerEventType>(type: T, listener: (payload: WorkerEvents[T]) => void): () => void {
    const set = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, set);
    set.add(listener as Listener);
    return () => set.delete(listener as Listener);
  }

  /** Closes the port; everything still waiting is told that the process has gone. */
  close(): void {
    this.port.close();
    for (const { reject } of this.waiting.values()) reject(new SupersededError('The training process has gone.'));
    this.waiting.clear();
  }

  private receive(frame: WorkerFrame): void {
    if (frame.kind === 'event') {
      for (const listener of this.listeners.get(frame.type) ?? []) listener(frame.payload as never);
      return;
    }
    const waiting = this.waiting.get(frame.id);
    if (!waiting) return;
    this.waiting.delete(frame.id);
    if (frame.result === SUPERSEDED) waiting.reject(new SupersededError(frame.type));
    else if (frame.result.ok) waiting.resolve(frame.result.value as never);
    else waiting.reject(new FailureError(frame.result.failure));
  }
}
