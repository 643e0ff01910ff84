/** ONNX Runtime in a thread of its own: its `run` holds up the thread that calls it for as long as the run takes. */

import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type * as ort from 'onnxruntime-node';
import { type DType, type Shape, TensorError } from '../../core/tensor';
import type { UploadData } from '../feeds';

/** A value that goes into a run: one that the thread holds already, or numbers. */
export type Fed = { held: number } | { dtype: DType; shape: Shape; data: UploadData };

/** What becomes of an output: held under a number until it is freed, and given at once where it is wanted. */
export interface Wanted {
  held: number;
  give: boolean;
}

type Message =
  | { type: 'compile'; session: number; bytes: Uint8Array; options: ort.InferenceSession.SessionOptions }
  | { type: 'run'; session: number; feeds: Record<string, Fed>; outputs: Record<string, Wanted> }
  | { type: 'read'; held: number }
  | { type: 'release'; session: number }
  | { type: 'end' };

export type Given = Record<string, UploadData>;

/** `freed` are values that nothing outside needs any more. */
interface Letter {
  id: number;
  message: Message;
  freed: readonly number[];
}

interface Port {
  on(type: 'message', listener: (letter: Letter) => void): void;
  postMessage(value: unknown, transfer: ArrayBuffer[]): void;
  close(): void;
}

/**
 * What runs in the thread. It is handed over as text, so that it needs no file of its own wherever the program is built
 * to: it may use nothing but its arguments. Messages are answered in the order in which they came.
 */
const serve = (runtime: typeof ort, port: Port): void => {
  const sessions = new Map<number, ort.InferenceSession>();
  const held = new Map<number, ort.Tensor>();
  const copyOf = (tensor: ort.Tensor | undefined): UploadData => {
    const data = tensor?.data;
    if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) return data.slice();
    throw new Error('a value of the training thread was freed before it was read.');
  };
  const run = async ({ session, feeds, outputs }: Extract<Message, { type: 'run' }>): Promise<Given> => {
    const values: Record<string, ort.Tensor> = {};
    for (const [name, fed] of Object.entries(feeds)) {
      const found = 'held' in fed ? held.get(fed.held) : new runtime.Tensor(fed.dtype, fed.data, fed.shape);
      if (!found) throw new Error(`the value "${name}" of the training thread was freed before it was used.`);
      values[name] = found;
    }
    const found = sessions.get(session);
    if (!found) throw new Error('a program of the training thread was released before it ran.');
    const results = await found.run(values);
    const given: Given = {};
    for (const [name, { held: number, give }] of Object.entries(outputs)) {
      held.set(number, results[name]);
      if (give) given[name] = copyOf(results[name]);
    }
    return given;
  };
  const answer = async (message: Message): Promise<Given> => {
    switch (message.type) {
      case 'compile':
        sessions.set(message.session, await runtime.InferenceSession.create(message.bytes, message.options));
        return {};
      case 'run':
        return run(message);
      case 'read':
        return { value: copyOf(held.get(message.held)) };
      case 'release':
        await sessions.get(message.session)?.release();
        sessions.delete(message.session);
        return {};
      case 'end':
        port.close();
        return {};
    }
  };
  let turn: Promise<void> = Promise.resolve();
  port.on('message', ({ id, message, freed }) => {
    turn = turn
      .then(() => {
        for (const number of freed) held.delete(number);
        return answer(message);
      })
      .then(
        (given) => {
          const buffers = Object.values(given).flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
          port.postMessage({ id, given }, buffers);
        },
        (error: unknown) => {
          port.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []);
        },
      );
  });
};

const CODE = `const { parentPort, workerData } = require('node:worker_threads');
(${serve.toString()})(require(workerData.runtime), parentPort);`;

/** Values and programs of a thread go with it. */
const endedError = (reason = 'without a reason'): TensorError =>
  new TensorError(
    `training thread: it has ended (${reason}), expected it to finish what it was given; open the run again, which goes on from its last checkpoint.`,
  );

interface Waiting {
  resolve(given: Given): void;
  reject(error: Error): void;
}

/** The thread as its owner sees it. It holds the process open only while an answer is awaited. */
export class OrtThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private readonly gone: Promise<void>;
  private freed: number[] = [];
  private next = 0;
  private ended = false;

  constructor() {
    const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
    this.worker = new Worker(CODE, { eval: true, workerData: { runtime } });
    this.worker.unref();
    this.worker.on('message', ({ id, given, error }: { id: number; given: Given; error?: string }) => {
      const waiting = this.take(id);
      if (error === undefined) waiting?.resolve(given);
      else waiting?.reject(new Error(error));
    });
    this.worker.on('error', (error) => this.fail(endedError(error instanceof Error ? error.message : String(error))));
    this.gone = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.fail(endedError());
        resolve();
      });
    });
  }

  /** A number that no session and no value of this thread has yet. */
  number(): number {
    return this.next++;
  }

  get isOver(): boolean {
    return this.ended;
  }

  ask(message: Message): Promise<Given> {
    if (this.ended) return Promise.reject(endedError());
    const id = this.number();
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0) this.worker.ref();
      this.waiting.set(id, { resolve, reject });
      this.post(id, message);
    });
  }

  /** Frees a value with the next message. */
  free(held: number): void {
    this.freed.push(held);
  }

  /** Lets the run under way come to its end: a thread that is stopped inside of one takes the process with it. */
  async end(): Promise<void> {
    if (!this.ended) this.post(this.number(), { type: 'end' });
    this.ended = true;
    this.worker.ref();
    await this.gone;
  }

  private post(id: number, message: Message): void {
    this.worker.postMessage({ id, message, freed: this.freed } satisfies Letter);
    this.freed = [];
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0 && !this.ended) this.worker.unref();
    return waiting;
  }

  private fail(error: Error): void {
    this.ended = true;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
