import type { Catalogue } from '../../core/catalogue/types';
import type { ProjectDocument } from '../../core/graph/document';
import type { RunSummary } from '../../protocol/app';
import type { Failure } from '../../protocol/common';
import type { LiveSetting, RequestOf, RequestType, SessionInfo, Telemetry, WorkerEvents } from '../../protocol/worker';
import { currentDocument, useProject } from '../state/project';
import { compareForRun } from '../state/relevance';
import { emptyRun, useRun } from '../state/run';
import { emptySession, RunHistory, useSession } from '../state/session';
import type { AppClient } from './app-client';
import { toFailure } from './failure';
import { LiveSender } from './live-sender';
import { SupersededError, type WorkerClient } from './worker-client';

/** Milliseconds between two moments at which views ask for new pictures while a model trains. */
const REFRESH = 250;

export interface SessionDependencies {
  app: AppClient;
  catalogue: Catalogue;
  /** Starts the project's training process and gives a client that speaks with it. */
  connect(project: string): Promise<WorkerClient>;
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
  private unsubscribe: (() => void)[] = [];
  /** Rises with every process, so that answers of an older one are dropped. */
  private generation = 0;
  private refreshedAt = 0;
  private readonly live = new LiveSender((setting) => this.send('live.set', setting));

  constructor(private readonly dependencies: SessionDependencies) {
    const deaf = dependencies.app.on('worker.exited', ({ project, failure, lastCheckpoint }) => {
      if (project === useProject.getState().project?.project) this.lose(failure, lastCheckpoint);
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
    if (phase === 'opening') return;
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

  /** Starts a process in the folder that the project has moved to, and goes on there with the run that was kept. */
  async follow(run: string | null): Promise<void> {
    const { phase } = useRun.getState();
    this.drop();
    if (run !== null || phase === 'open') await this.open(run);
  }

  /** Compiles a changed graph anew while no step has been taken, so that the lenses show it. */
  async refresh(): Promise<void> {
    if (useRun.getState().phase === 'open' && useSession.getState().step === 0) await this.open(null);
  }

  pause = (): Promise<boolean> => this.send('train.pause', {});
  stop = (): Promise<boolean> => this.send('train.stop', {});
  evaluate = (): Promise<boolean> => this.send('metrics.evaluate', {});

  /** Writes a checkpoint of an open run that has taken steps since the last one; gives the run's id to come back to. */
  async keep(): Promise<string | null> {
    const { info, step, lastCheckpoint, state } = useSession.getState();
    if (!info || step === 0) return null;
    if (state === 'training') await this.send('train.pause', {});
    if (step !== lastCheckpoint || state === 'training') await this.send('checkpoint.save', {});
    return info.run;
  }

  async step(): Promise<void> {
    const { phase, stale } = useRun.getState();
    const state = useSession.getState().state;
    if (phase === 'opening') return;
    if ((phase !== 'open' || stale || state === 'failed') && !(await this.open(null))) return;
    await this.send('train.step', {});
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
    if (had && project) await this.dependencies.app.request('worker.stop', { project }).catch(() => undefined);
  }

  private async open(resume: string | null): Promise<boolean> {
    const project = useProject.getState().project?.project;
    const document = currentDocument();
    if (!project || !document) return false;
    const { resumable } = useRun.getState();
    const generation = ++this.generation;
    this.live.clear();
    useSession.setState({ ...emptySession, progress: { task: 'Starting', done: 0, total: 0 } });
    useRun.setState({ ...emptyRun, phase: 'opening', opened: document });
    try {
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
      return true;
    } catch (error) {
      if (generation !== this.generation || error instanceof SupersededError) return false;
      this.drop();
      useSession.setState({ ...emptySession, state: 'failed', failure: toFailure(error) });
      useRun.setState({ ...emptyRun, resumable });
      return false;
    }
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
    this.compare();
  }

  /** Forgets the present process and whatever it may still answer. */
  private drop(): void {
    for (const stop of this.unsubscribe) stop();
    this.unsubscribe = [];
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
    this.unsubscribe = [
      client.on('telemetry', (event) => isOpenRun(event) && this.onTelemetry(event)),
      client.on('state', (event) => isOpenRun(event) && this.onState(event)),
      client.on('metrics', (event) => isOpenRun(event) && addMetrics(event.values)),
      client.on('checkpoint', (event) => isOpenRun(event) && useSession.setState({ lastCheckpoint: event.step })),
      client.on('progress', (event) => useSession.setState({ progress: 'finished' in event ? null : event })),
      client.on('log', ({ level, message, details }) => {
        if (level === 'error') useSession.setState({ failure: { message, details, user: false } });
      }),
    ];
  }

  private onTelemetry(telemetry: Telemetry): void {
    const { history, historyVersion, weightsVersion } = useSession.getState();
    history?.append(telemetry);
    const now = this.dependencies.now();
    const refresh = now - this.refreshedAt >= REFRESH;
    if (refresh) this.refreshedAt = now;
    useSession.setState({
      step: telemetry.step,
      stepsPerSecond: telemetry.stepsPerSecond,
      secondsLeft: telemetry.secondsLeft,
      historyVersion: historyVersion + 1,
      weightsVersion: refresh ? weightsVersion + 1 : weightsVersion,
    });
  }

  private onState({ state, step, steps }: WorkerEvents['state']): void {
    const before = useSession.getState();
    const rests = state !== 'training';
    useSession.setState({
      state,
      step,
      steps,
      failure: state === 'failed' ? before.failure : null,
      stepsPerSecond: rests ? 0 : before.stepsPerSecond,
      secondsLeft: rests ? 0 : before.secondsLeft,
      weightsVersion: rests && before.state !== state ? before.weightsVersion + 1 : before.weightsVersion,
    });
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

/** Events of a run that was open before may still be under way. */
const isOpenRun = ({ run }: { run: string }): boolean => run === useSession.getState().info?.run;

const addMetrics = (values: Readonly<Record<string, number>>): void =>
  useSession.setState({ metrics: { ...useSession.getState().metrics, ...values } });

/** The document with live settings as the run has them now. */
function withLive(document: ProjectDocument, live: readonly LiveSetting[]): ProjectDocument {
  const nodes = document.study.nodes.map((node) => {
    const own = live.filter((setting) => setting.node === node.id);
    if (own.length === 0) return node;
    return {
      ...node,
      settings: { ...node.settings, ...Object.fromEntries(own.map(({ setting, value }) => [setting, value])) },
    };
  });
  return { ...document, study: { ...document.study, nodes } };
}
