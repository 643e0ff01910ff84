import type { Catalogue } from '../../core/catalogue/types';
import type { RunSummary } from '../../protocol/app';
import type { Failure } from '../../protocol/common';
import type { RequestOf, RequestType, SessionInfo } from '../../protocol/worker';
import { usePace } from '../state/pace';
import { currentDocument, useProject } from '../state/project';
import { compareForRun, differingLive, withLive } from '../state/relevance';
import { emptyRun, useRun } from '../state/run';
import { emptySession, RunHistory, useSession } from '../state/session';
import type { AppClient } from './app-client';
import { toFailure } from './failure';
import { LiveSender } from './live-sender';
import { followWorker } from './session-events';
import { SupersededError, type WorkerClient } from './worker-client';

/** Longest wait for main's word that it has ended the process of a project that moves, in milliseconds. */
const MOVING = 3_000;

export interface SessionDependencies {
  app: AppClient;
  catalogue: Catalogue;
  /** Starts the project's training process and gives a client that speaks with it. */
  connect(project: string): Promise<WorkerClient>;
  /** Backend that the user has chosen on this machine. */
  backend(): string;
  /** A passing message for the user. */
  say(message: string): void;
  now(): number;
}

/**
 * Owner of the training process: opens it, sends what the user wants, and writes what comes back into `useSession` and `useRun`.
 * No method rejects: what goes wrong is a sentence in `useSession.failure`.
 */
export class SessionController {
  /** Stops following the project, and lets go of the process. */
  readonly dispose: () => void;
  private client: WorkerClient | null = null;
  private unlisten: () => void = () => undefined;
  /** Train was asked for while the model was still being compiled. */
  private trainWhenOpen = false;
  /** Rises with every process, so that answers of an older one are dropped. */
  private generation = 0;
  /** Told when main ends the process because the folder moves; null while nothing moves. */
  private onMoved: (() => void) | null = null;
  private readonly live = new LiveSender(async (setting) => {
    await this.send('live.set', setting);
    useSession.setState(({ liveVersion }) => ({ liveVersion: liveVersion + 1 }));
  });

  constructor(private readonly dependencies: SessionDependencies) {
    const deaf = dependencies.app.on('worker.exited', ({ project, failure, lastCheckpoint }) => {
      if (project !== useProject.getState().project?.project) return;
      if (this.onMoved) this.onMoved();
      else this.lose(failure, lastCheckpoint);
    });
    const blind = useProject.subscribe((state, before) => {
      if (state.edit?.document !== before.edit?.document) this.compare();
    });
    this.dispose = () => {
      deaf();
      blind();
      this.drop();
    };
  }

  /** Trains, or goes on training. Opens the process first where there is none; asks first where the graph has changed. */
  async train(): Promise<void> {
    const { phase, stale, resumable } = useRun.getState();
    if (phase === 'opening') {
      this.trainWhenOpen = true;
      return;
    }
    if (phase === 'lost' && resumable) return this.resume(resumable, true);
    const { step, state } = useSession.getState();
    if (phase === 'open' && stale && step > 0 && state !== 'finished') {
      useRun.setState({ question: 'restart' });
      return;
    }
    const fresh = phase !== 'open' || stale || state === 'finished' || state === 'failed';
    if (fresh && !(await this.open(null))) return;
    if (state === 'finished') this.dependencies.say('This is a new run; the finished one is kept under Runs.');
    await this.send('train.start', { until: null });
  }

  /** Begins a new run with the graph as it is now. */
  async startOver(): Promise<void> {
    useRun.setState({ question: null, resumable: null });
    if (await this.open(null)) await this.send('train.start', { until: null });
  }

  /** Goes on with the run as it was compiled, though the graph has changed. */
  async continueStale(): Promise<void> {
    useRun.setState({ question: null });
    await this.send('train.start', { until: null });
  }

  /** Continues a run from its newest checkpoint: paused there, or training on. */
  async resume(run: RunSummary, train: boolean): Promise<void> {
    if ((await this.open(run.run)) && train) await this.send('train.start', { until: null });
  }

  /** Compiles and shows the untrained model, so that the lenses have something to show. */
  async prepare(): Promise<void> {
    if (useRun.getState().phase === 'closed') await this.open(null);
  }

  /** Keeps the run while `save` moves the project, for which main ends the process, and goes on with it in the new folder. */
  async moveWith(save: () => Promise<boolean>): Promise<boolean> {
    const run = await this.keep();
    const ended = new Promise<void>((resolve) => {
      this.onMoved = resolve;
    });
    try {
      if (!(await save())) return false;
      if (this.client) {
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, MOVING))]);
        this.drop();
        await this.open(run);
      }
      return true;
    } finally {
      this.onMoved = null;
    }
  }

  /** Goes on with the run, from where it is, in a process on the device that is chosen now. */
  async move(): Promise<void> {
    const project = useProject.getState().project?.project;
    const { phase } = useRun.getState();
    if (!project || phase !== 'open') return;
    const training = useSession.getState().state === 'training';
    const run = await this.keep();
    await this.endProcess(project);
    if ((await this.open(run)) && training) await this.send('train.start', { until: null });
  }

  /** Compiles a changed graph anew while no step has been taken, so that the lenses show it. */
  async refresh(): Promise<void> {
    if (useRun.getState().phase === 'open' && useSession.getState().step === 0) await this.open(null);
  }

  pause = (): Promise<boolean> => this.send('train.pause', {});
  stop = (): Promise<boolean> => this.send('train.stop', {});
  /** Back to the newest checkpoint. */
  back = (): Promise<boolean> => this.send('train.back', {});
  evaluate = (): Promise<boolean> => this.send('metrics.evaluate', {});

  /** Writes a checkpoint of an open run that has taken steps since the last one; gives the run's id to come back to. */
  async keep(): Promise<string | null> {
    const { info, step, lastCheckpoint, state } = useSession.getState();
    if (!info || step === 0) return null;
    if (state === 'training') await this.send('train.pause', {});
    if (step !== lastCheckpoint || state === 'training') await this.send('checkpoint.save', {});
    return info.run;
  }

  /** One step and then a pause, or only the turn of one trainer. */
  async step(trainer: string | null = null): Promise<void> {
    const { phase, stale } = useRun.getState();
    const state = useSession.getState().state;
    if (phase === 'opening') return;
    if ((phase !== 'open' || stale || state === 'failed') && !(await this.open(null))) return;
    await this.send('train.step', { trainer });
  }

  /** Slows training down to be watched; null for as fast as it goes. Later runs of the project keep to it. */
  async pace(stepsPerSecond: number | null): Promise<void> {
    usePace.setState({ stepsPerSecond });
    await this.send('train.pace', { stepsPerSecond });
  }

  answerQuestion(answer: 'restart' | 'continue' | 'cancel'): Promise<void> {
    if (answer === 'restart') return this.startOver();
    if (answer === 'continue') return this.continueStale();
    useRun.setState({ question: null });
    return Promise.resolve();
  }

  /** Leaves a run that could be continued behind, and shows the model as it is before training. */
  async leaveBehind(): Promise<void> {
    useRun.setState({ resumable: null });
    await this.prepare();
  }

  /** Ends the process, for instance because another project is opened. */
  async close(): Promise<void> {
    const project = useProject.getState().project?.project;
    const had = this.client !== null || useRun.getState().phase !== 'closed';
    this.drop();
    useSession.setState(emptySession);
    useRun.setState(emptyRun);
    usePace.setState({ stepsPerSecond: null });
    if (had && project) await this.dependencies.app.request('worker.stop', { project }).catch(() => undefined);
  }

  private async open(resume: string | null): Promise<boolean> {
    const project = useProject.getState().project?.project;
    const document = currentDocument();
    if (!project || !document) return false;
    const { resumable, device } = useRun.getState();
    const backend = this.dependencies.backend();
    const generation = ++this.generation;
    this.live.clear();
    useSession.setState({ ...emptySession, progress: { task: 'Starting', done: 0, total: 0 } });
    useRun.setState({ ...emptyRun, phase: 'opening', opened: document, device: backend });
    try {
      if (device !== backend) await this.endProcess(project);
      const client = this.client ?? (await this.dependencies.connect(project));
      if (generation !== this.generation) {
        if (client !== this.client) client.close();
        return false;
      }
      if (client !== this.client) this.listen(client);
      useSession.setState({ progress: { task: 'Compiling', done: 0, total: 0 } });
      const info = await client.request('session.open', { document, resume });
      if (generation !== this.generation) return false;
      this.begin(info, client);
      // Another device was chosen while the model was being compiled for this one.
      if (resume === null && this.dependencies.backend() !== backend) return this.open(null);
      if (this.trainWhenOpen) void this.train();
      this.trainWhenOpen = false;
      return true;
    } catch (error) {
      if (generation !== this.generation || error instanceof SupersededError) return false;
      this.drop();
      useSession.setState({ ...emptySession, state: 'failed', failure: toFailure(error) });
      useRun.setState({ ...emptyRun, resumable });
      return false;
    }
  }

  /** Ends the process where there is one, and waits until it has saved what it has. */
  private async endProcess(project: string): Promise<void> {
    const { client } = this;
    if (!client) return;
    this.unlisten();
    this.client = null;
    await this.dependencies.app.request('worker.stop', { project }).catch(() => undefined);
    client.close();
  }

  private begin(info: SessionInfo, client: WorkerClient): void {
    const { step, steps, series } = info;
    useRun.setState({ phase: 'open' });
    useSession.setState({
      ...emptySession,
      client,
      info,
      step,
      steps,
      state: step > 0 ? 'paused' : 'idle',
      history: new RunHistory(series.map(({ name }) => name)),
      lastCheckpoint: step > 0 ? step : null,
      weightsVersion: useSession.getState().weightsVersion + 1,
    });
    // A resumed run remembers its own: what the inspector shows is what counts.
    const { opened } = useRun.getState();
    if (opened) for (const setting of differingLive(info.live, opened)) this.live.set(setting);
    this.compare();
    const { stepsPerSecond } = usePace.getState();
    if (stepsPerSecond !== null) void this.send('train.pace', { stepsPerSecond });
  }

  /** Forgets the present process and whatever it may still answer. */
  private drop(): void {
    this.trainWhenOpen = false;
    this.unlisten();
    this.client?.close();
    this.client = null;
    this.live.clear();
    this.generation++;
  }

  private lose(failure: Failure, lastCheckpoint: RunSummary | null): void {
    if (!this.client && useRun.getState().phase !== 'opening') return;
    this.drop();
    useSession.setState({ client: null, state: 'failed', failure, progress: null, stepsPerSecond: 0, secondsLeft: 0 });
    useRun.setState({ phase: 'lost', lost: failure, resumable: lastCheckpoint, question: null });
  }

  private listen(client: WorkerClient): void {
    this.client = client;
    this.unlisten = followWorker(client, this.dependencies.now, this.dependencies.say);
  }

  /** Sends changed live settings at once; notes when the graph has become another one. */
  private compare(): void {
    const { opened, phase } = useRun.getState();
    const document = currentDocument();
    if (!opened || !document || phase !== 'open') return;
    const { structural, live } = compareForRun(opened, document, this.dependencies.catalogue);
    for (const setting of live) this.live.set(setting);
    const adopted = live.length > 0 ? withLive(opened, live) : opened;
    useRun.setState({ stale: structural, opened: adopted });
  }

  private async send<T extends RequestType>(type: T, payload: RequestOf<T>): Promise<boolean> {
    const client = this.client;
    if (!client) return false;
    try {
      await client.request(type, payload);
      return true;
    } catch (error) {
      if (!(error instanceof SupersededError) && client === this.client)
        useSession.setState({ failure: toFailure(error) });
      return false;
    }
  }
}
