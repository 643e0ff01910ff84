import type { LayoutAnswer, LayoutTask } from './messages';

/** A thread that lays out; it starts with the first task and can be ended in the middle of one. */
export class LayoutThread {
  private worker: Worker | null = null;

  /** Begins a task; answers come until the thread is ended. A thread that cannot start answers with a sentence. */
  start(task: LayoutTask, onAnswer: (answer: LayoutAnswer) => void): void {
    this.worker ??= new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    this.worker.onmessage = (event: MessageEvent<LayoutAnswer>) => onAnswer(event.data);
    this.worker.onerror = (event) => {
      this.end();
      onAnswer({ kind: 'failed', message: `The thread for layouts has ended: ${event.message || 'no reason given'}.` });
    };
    this.worker.postMessage(task);
  }

  end(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}
