import { catalogue } from '../core/catalogue';
import { compilePlan, type Plan, TRAINED, trace } from '../core/compile';
import { nodeName, serializeDocument, settingViolation } from '../core/graph';
import type { GraphNode, ProjectDocument } from '../core/graph/document';
import { evaluationState, initialState, type NamedArrays, namedState } from '../core/tensor';
import { createEngine, type DeviceTensor, type Engine } from '../engine';
import {
  createRun,
  dropCheckpoints,
  type RunRecord,
  writeCheckpoint,
  writeCurves,
  writeRun,
} from '../files/run-folder';
import type { LiveSetting, SessionInfo } from '../protocol/worker';
import { encodeCheckpoint, weightsSha256 } from './checkpoint';
import type { CurveLog } from './curve-log';
import { type DataSource, openDataSource } from './data-source';
import { evaluate } from './evaluate';
import { fillFeeds } from './feeds';
import { fitsLive, livePlan } from './live-plan';
import { diagnose, NonFiniteError } from './non-finite';
import { Probes } from './probes';
import { describeSession } from './session-info';
import { liveSettings, type StartingPoint, type State, startingPoint, uploadState } from './starting-point';
import { openRun, type StoredRun } from './stored-run';
import { compileStep, releaseStep, type StepExecutables, takeStep } from './take-step';
import { disposeAll, floats } from './tensors';
import { UserError } from './user-error';

export interface SessionOptions {
  document: ProjectDocument;
  /** Id by which the window knows the run. */
  run?: string;
  runDirectory: string;
  resumeFrom: StoredRun | null;
  backend: string;
  threads: number;
  dataDirectory: string | null;
  /** Starts the engine of a backend; the program's own engines unless given. */
  startEngine?: typeof createEngine;
  /** Changes of the backend so far, oldest first. */
  moves?: RunRecord['moves'];
  /** Tells of something that the user should know but need not act on. */
  log(message: string): void;
}

interface Prepared {
  engine: Engine;
  plan: Plan;
  sources: ReadonlyMap<string, DataSource>;
  stored: StartingPoint;
  compileMilliseconds: number;
}

/** The backend cannot run here. */
export class BackendUnavailable extends UserError {}

/** Longest wait for an engine to let go of what it holds, in milliseconds: a lost device may never answer. */
const LETTING_GO = 2_000;

/** One run of one document: its weights, its place in training, its files. */
export class Session {
  readonly run: string;
  readonly runDirectory: string;
  readonly info: SessionInfo;
  readonly probes: Probes;
  private readonly engine: Engine;
  private plan: Plan;
  private readonly sources: ReadonlyMap<string, DataSource>;
  private readonly live: Map<string, number>;
  private readonly curves: CurveLog;
  private startedAt: string;
  private state: State;
  private taken: number;
  private executables: StepExecutables | null = null;
  private measured: Record<string, number>;
  /** True once the run's folder is made. */
  private prepared = false;
  private finished = false;
  /** Step of the newest checkpoint that this session has written. */
  private saved: number | null = null;

  private constructor(
    private readonly options: SessionOptions,
    { engine, plan, sources, stored, compileMilliseconds }: Prepared,
  ) {
    const { document, resumeFrom } = options;
    this.engine = engine;
    this.plan = plan;
    this.sources = sources;
    this.state = stored.state;
    this.taken = stored.step;
    this.curves = stored.curves;
    this.startedAt = resumeFrom?.record.startedAt ?? new Date().toISOString();
    this.runDirectory = options.runDirectory;
    this.run = options.run ?? options.runDirectory;
    this.measured = resumeFrom?.record.metrics ?? {};
    this.live = new Map(liveSettings(document).map(([key, value]) => [key, stored.live[key] ?? value]));
    const [source] = sources.values();
    this.probes = new Probes({
      engine,
      document,
      layout: plan.step.groups[TRAINED].layout,
      source,
      state: () => this.shown,
      step: () => this.taken,
      live: this.live,
    });
    this.info = describeSession({
      run: this.run,
      step: this.taken,
      steps: this.steps,
      backend: { id: engine.id, title: engine.title, threads: options.threads },
      document,
      plan,
      sources,
      targets: this.probes.targets,
      live: this.live,
      compileMilliseconds,
    });
  }

  /**
   * Compiles the document, makes or reads its weights and opens its data.
   * @throws UserError, FileError or FormatError with one sentence.
   */
  static async open(options: SessionOptions): Promise<Session> {
    const { document } = options;
    const begin = performance.now();
    const plan = compilePlan(document, catalogue);
    const { startEngine = createEngine, backend, threads } = options;
    const engine = await startEngine(backend, { threads }).catch((error: unknown) => {
      throw new BackendUnavailable(error instanceof Error ? error.message : String(error));
    });
    try {
      const sources = new Map<string, DataSource>();
      for (const [node, spec] of trace(document, catalogue).datasets())
        sources.set(node, await openDataSource(spec, options.dataDirectory));
      if (sources.size === 0) throw new UserError('This study has no data; add a data node and wire it in.');
      const stored = await startingPoint(plan, engine, options);
      const compileMilliseconds = performance.now() - begin;
      return new Session(options, { engine, plan: stored.plan, sources, stored, compileMilliseconds });
    } catch (error) {
      await engine.dispose();
      throw error;
    }
  }

  get step(): number {
    return this.taken;
  }

  /** Step budget, also the horizon of the learning-rate schedule. */
  get steps(): number {
    const { trainer, objective } = this.plan;
    return this.live.get(`${trainer}.${objective.stepBudget}`) ?? objective.steps;
  }

  /** Changes the step budget, as the trainer's live setting does. */
  setSteps(steps: number): void {
    this.setLive(this.plan.trainer, this.plan.objective.stepBudget, steps);
  }

  /** What the last evaluation gave. */
  get metrics(): Readonly<Record<string, number>> {
    return this.measured;
  }

  /** Curves so far, for a window that opens on a resumed run. */
  get history(): CurveLog {
    return this.curves;
  }

  /** The trainer's learning rate as it is now. */
  get learningRate(): LiveSetting {
    const { trainer: node, objective } = this.plan;
    const { learningRate: setting } = objective;
    return { node, setting, value: this.live.get(`${node}.${setting}`) ?? 0 };
  }

  /** Step of the newest checkpoint that this run can go back to; 0 where it would begin again. */
  get kept(): number {
    return this.saved ?? this.options.resumeFrom?.checkpoints[0] ?? 0;
  }

  /**
   * Takes one optimiser step and returns what it reports, in the order of `info.series`.
   * @throws NonFiniteError when a number is no longer finite; the weights stay as they were before the step.
   * @throws DeviceLostError when the device is gone; `reopen` goes on elsewhere.
   */
  async train(): Promise<number[]> {
    if (!fitsLive(this.plan, this.live)) await this.refit();
    const { plan, engine, state, live, taken } = this;
    this.executables ??= await compileStep(engine, plan);
    const { executables } = this;
    const feeds = (k: number) => this.feeds(plan.feeds, engine, k);
    const result = await takeStep({ engine, plan, executables, state, live, t: taken + 1, feeds });
    if (result.type === 'not-finite') throw new NonFiniteError(await this.diagnose(result.k));
    this.state = result.state;
    disposeAll(state, this.state);
    this.taken += 1;
    this.measured = {};
    this.curves.append(this.taken, result.reports);
    return result.reports;
  }

  /** Compiles again where a live setting has brought a part of the step in or out; the state goes on by name. */
  private async refit(): Promise<void> {
    const { engine, state, executables } = this;
    const plan = livePlan(this.options.document, this.live);
    const { parameters, moments, ema } = namedState(this.plan.step, await this.hostState());
    this.state = uploadState(engine, plan.step, initialState(plan.step, parameters, { moments, ema }));
    this.plan = plan;
    this.executables = null;
    disposeAll(state);
    if (executables) await releaseStep(executables);
  }

  /** Changes a live setting from the next step on. */
  setLive(node: string, setting: string, value: number): void {
    const key = `${node}.${setting}`;
    const descriptor = catalogue.find(this.node(node)?.type ?? '')?.settings[setting];
    if (!this.live.has(key) || !descriptor) throw new UserError(`${key} cannot be changed while a model trains.`);
    const violation = settingViolation(descriptor, value);
    if (violation) throw new UserError(`"${descriptor.label}" of ${this.titleOf(node)} ${violation}.`);
    this.live.set(key, value);
  }

  /** Measures of the study on held-out data, with the newest weights. */
  async evaluate(progress: (done: number, total: number) => void = () => {}): Promise<Record<string, number>> {
    this.measured = await evaluate({
      engine: this.engine,
      probes: this.probes,
      sources: this.sources,
      live: this.live,
      state: this.shown,
      document: this.options.document,
      progress,
    });
    if (this.prepared) await this.writeRecord();
    return this.measured;
  }

  /** Writes weights, optimiser state, curves and the record of the run; each file whole or not at all. */
  async checkpoint(finished: boolean): Promise<void> {
    if (!this.prepared) await this.prepare();
    // From here to the first await: a step that ends meanwhile must not mix with this one.
    const { runDirectory, taken } = this;
    this.finished = finished;
    const bytes = encodeCheckpoint(this.plan.step, await this.hostState(), {
      step: String(taken),
      seed: String(this.options.document.seed),
      live: JSON.stringify(Object.fromEntries(this.live)),
    });
    await writeCheckpoint(runDirectory, taken, bytes);
    this.saved = taken;
    await writeCurves(runDirectory, this.curves.toCsv());
    await this.writeRecord();
  }

  async weightsSha256(): Promise<string> {
    return weightsSha256(namedState(this.plan.step, await this.hostState()).parameters);
  }

  async close(): Promise<void> {
    await this.engine.dispose();
  }

  /**
   * Closes this session and opens the run again at its newest checkpoint (from the first step where there is none),
   * with the live settings of now, on the same backend or on another one.
   */
  async reopen(backend = this.options.backend): Promise<Session> {
    const { options, runDirectory, startedAt } = this;
    const closed = this.close().catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LETTING_GO))]);
    const resumeFrom = this.saved === null ? options.resumeFrom : await openRun(runDirectory);
    const move = { step: this.taken, from: options.backend, to: backend };
    const moves = [
      ...(options.moves ?? options.resumeFrom?.record.moves ?? []),
      ...(move.from === move.to ? [] : [move]),
    ];
    const session = await Session.open({ ...options, resumeFrom, backend, moves });
    for (const [key, value] of this.live) session.live.set(key, value);
    session.startedAt = startedAt;
    return session;
  }

  source(node: string): DataSource {
    const source = this.sources.get(node);
    if (!source) throw new UserError(`"${node}" has no data.`);
    return source;
  }

  /** Batches, noise and live settings of the k-th batch of the next step. */
  private feeds(feeds: Plan['feeds'], engine: Engine, k: number): Record<string, DeviceTensor> {
    const { seed } = this.options.document;
    const index = this.batchIndex(k);
    return fillFeeds(feeds, { engine, seed, live: this.live }, index, (node, count) =>
      this.source(node).batch(index, count, seed),
    );
  }

  /** Count of batches from the beginning of the run to the k-th of the next step: its key in all random streams. */
  private batchIndex(k: number): number {
    return this.taken * this.plan.objective.accumulate + k;
  }

  /** Why the next step cannot be taken, from its k-th batch. */
  private async diagnose(k: number) {
    const { plan, taken, options } = this;
    const index = this.batchIndex(k);
    const { seed } = options.document;
    const [[node, source]] = this.sources;
    const size =
      plan.feeds.flatMap((feed) => (feed.type === 'batch' && feed.node === node ? feed.shape[0] : []))[0] ?? 0;
    const epoch = source.trainCount > 0 ? 1 + Math.floor((index * size) / source.trainCount) : null;
    return diagnose({
      document: options.document,
      layout: plan.step.groups[TRAINED].layout,
      step: taken + 1,
      state: await this.hostState(),
      feeds: (feeds, engine) => this.feeds(feeds, engine, k),
      batch: { node, title: source.title, size, seed, epoch },
      kept: this.kept,
      positions: source.positions(index, size, seed),
    });
  }

  private async prepare(): Promise<void> {
    const { runDirectory, options } = this;
    if (options.resumeFrom?.folder !== runDirectory) await dropCheckpoints(runDirectory);
    await createRun(runDirectory, serializeDocument(options.document));
    // Before the first checkpoint, so that a process killed right after that one leaves a run that can be resumed.
    await this.writeRecord();
    this.prepared = true;
  }

  private writeRecord(): Promise<void> {
    const { document, backend, threads, moves = this.options.resumeFrom?.record.moves } = this.options;
    return writeRun(this.runDirectory, {
      format: 'latent-loom-run',
      version: 1,
      title: document.title,
      startedAt: this.startedAt,
      seed: document.seed,
      backend,
      ...(moves && moves.length > 0 ? { moves } : {}),
      threads,
      step: this.taken,
      steps: this.steps,
      finished: this.finished,
      metrics: Object.fromEntries(Object.entries(this.measured).filter(([, value]) => Number.isFinite(value))),
    });
  }

  /** Parameters as views and measures see them: averages where the trainer keeps them. */
  private get shown(): State {
    return evaluationState(this.plan.step, this.state);
  }

  private async hostState(): Promise<NamedArrays> {
    const entries = Object.entries(this.state).map(async ([name, tensor]) => [name, await floats(tensor)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  private node(id: string): GraphNode | undefined {
    return this.options.document.study.nodes.find((node) => node.id === id);
  }

  private titleOf(id: string): string {
    const node = this.node(id);
    return node ? nodeName(node, catalogue) : id;
  }
}
