import type { Failure } from '../protocol/common';
import { WORKER_END, type WorkerStart } from '../protocol/worker';

/** What the supervisor needs of a training process; Electron's `UtilityProcess` is one. */
export interface WorkerProcess {
  postMessage(message: unknown, ports?: WorkerPort[]): void;
  readonly pid: number | undefined;
  once(event: 'exit', listener: (code: number) => void): unknown;
  readonly stderr: NodeJS.ReadableStream | null;
}
export type WorkerPort = Electron.MessagePortMain;

export interface SupervisorOptions {
  fork: () => WorkerProcess;
  channel: () => { port1: WorkerPort; port2: WorkerPort };
  /** Hands the window its end of the connection. */
  deliver: (port: WorkerPort) => void;
  /** Ends a process that does not listen. */
  killNow: (pid: number) => void;
  /** A training process ended without being asked to. */
  exited: (project: string, failure: Failure) => void;
}

/** How long a training process may take to save and end before it is killed. Milliseconds. */
export const ENDING_LIMIT = 5_000;

/** How much of a training process's last words is kept for the report, in characters. */
const LAST_WORDS = 8_000;

interface Running {
  process: WorkerProcess;
  /**
   * Where it hears that it is to end. It may be on its way out by itself, as the window has let go of its port: a message to
   * such a process takes Electron 42 to 44 down (electron/electron#53923), one to a port whose other end has gone does not.
   */
  control: WorkerPort;
  ended: Promise<void>;
  /** Set once we asked it to end: when it has. */
  ending?: Promise<void>;
}

/** One training process for each project. Main starts it, introduces it to the window and watches it; no data passes here. */
export class Supervisor {
  private readonly running = new Map<string, Running>();

  constructor(private readonly options: SupervisorOptions) {}

  /** Starts a project's training process, ending the one it has, and sends the window a port to it. */
  async start(project: string, start: WorkerStart): Promise<void> {
    // Somebody else may start one while we wait for the old one to end.
    while (this.running.has(project)) await this.stop(project);
    const process = this.options.fork();
    let lastWords = '';
    process.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS);
    });
    const exit = new Promise<number>((resolve) => process.once('exit', resolve));
    const ended = exit.then((code) => {
      this.running.delete(project);
      if (!running.ending) this.options.exited(project, endOf(code, lastWords.trim()));
    });
    const [window, control] = [this.options.channel(), this.options.channel()];
    const running: Running = { process, control: control.port2, ended };
    this.running.set(project, running);
    process.postMessage(start);
    process.postMessage(null, [window.port1, control.port1]);
    this.options.deliver(window.port2);
  }

  /** Ends a project's training process and waits until it has gone; false when there was none. */
  async stop(project: string): Promise<boolean> {
    const running = this.running.get(project);
    if (!running) return false;
    running.ending ??= this.end(running);
    await running.ending;
    return true;
  }

  private async end({ process, control, ended }: Running): Promise<void> {
    const { pid } = process;
    const impatience = setTimeout(() => pid !== undefined && this.options.killNow(pid), ENDING_LIMIT);
    control.postMessage(WORKER_END);
    await ended;
    clearTimeout(impatience);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((project) => this.stop(project)));
  }
}

function endOf(code: number, lastWords: string): Failure {
  const message = `The training process ended unexpectedly (code ${code}); your project is safe.`;
  return { message, user: false, ...(lastWords === '' ? {} : { details: lastWords }) };
}
