import { type Plan, TRAINED } from '../core/compile';
import { serializeDocument } from '../core/graph';
import { evaluationState, initialState, namedState } from '../core/tensor';
import type { DeviceTensor, Engine } from '../engine';
import type { LiveSetting, SessionInfo } from '../protocol/worker';
import { encodeCheckpoint, weightsSha256 } from './checkpoint';
import type { CurveLog } from './curve-log';
import type { DataSource } from './data-source';
import { evaluate } from './evaluate';
import { fillFeeds } from './feeds';
import { checkLive, fitsLive, livePlan, liveSettings } from './live-settings';
import { diagnose, NonFiniteError } from './non-finite';
import { type Prepared, prepare, type SessionOptions } from './prepare';
import { Probes } from './probes';
import { RunFiles, type RunProgress } from './run-files';
import { describeSession } from './session-info';
import { type State, uploadState } from './starting-point';
import { openRun } from './stored-run';
import { compileStep, releaseStep, type StepExecutables, takeStep } from './take-step';
import { disposeAll, readAll } from './tensors';
import { UserError } from './user-error';
import { Watch } from './watch';

/** Longest wait for an engine to let go of what it holds, in milliseconds: a lost device may never answer. */
const LETTING_GO = 2_000;

/** One run of one document: its weights, its place in training, its files. */
export class Session {
  readonly run: string;
  readonly info: SessionInfo;
  readonly probes: Probes;
  readonly watch: Watch;
  private readonly engine: Engine;
  private plan: Plan;
  private readonly sources: ReadonlyMap<string, DataSource>;
  private readonly live: Map<string, number>;
  private readonly curves: CurveLog;
  private readonly files: RunFiles;
  /** Step at which this session began. */
  private readonly begun: number;
  private state: State;
  private taken: number;
  private executables: StepExecutables | null = null;
  private measured: Record<string, number>;
  private finished = false;

  private constructor(
    private readonly options: SessionOptions,
    { engine, threads, sources, stored, compileMilliseconds }: Prepared,
  ) {
    const { document, runDirectory, resumeFrom, backend, continued } = options;
    this.engine = engine;
    const { plan } = stored;
    this.plan = plan;
    this.sources = sources;
    this.state = stored.state;
    this.begun = stored.step;
    this.taken = stored.step;
    this.curves = stored.curves;
    this.run = options.run ?? runDirectory;
    this.measured = resumeFrom?.record.metrics ?? {};
    this.live = new Map(
      liveSettings(document).map(([key, value]) => [key, continued?.live.get(key) ?? stored.live[key] ?? value]),
    );
    const { startedAt = new Date().toISOString(), moves = [] } = continued ?? resumeFrom?.record ?? {};
    const head = { title: document.title, startedAt, seed: document.seed, backend, threads };
    this.files = new RunFiles(
      runDirectory,
      moves.length > 0 ? { ...head, moves } : head,
      serializeDocument(document),
      resumeFrom?.folder === runDirectory,
    );
    const [source] = sources.values();
    const { layout } = plan.step.groups[TRAINED];
    const asked = { engine, document, layout, step: () => this.taken, live: this.live };
    this.probes = new Probes({ ...asked, source, state: () => this.shown });
    this.watch = new Watch({ ...asked, sources, state: () => this.state });
    this.info = describeSession({
      run: this.run,
      step: this.taken,
      steps: this.steps,
      backend: { id: engine.id, title: engine.title, threads },
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
    return new Session(options, await prepare(options));
  }

  get runDirectory(): string {
    return this.files.directory;
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
    return this.files.saved ?? this.begun;
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
    const { parameters, moments, ema } = namedState(this.plan.step, await readAll(state));
    this.state = uploadState(engine, plan.step, initialState(plan.step, parameters, { moments, ema }));
    this.plan = plan;
    this.executables = null;
    disposeAll(state);
    if (executables) await releaseStep(executables);
  }

  /** Changes a live setting from the next step on. */
  setLive(node: string, setting: string, value: number): void {
    checkLive(this.options.document, node, setting, value);
    this.live.set(`${node}.${setting}`, value);
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
    await this.files.record(this.progress);
    return this.measured;
  }

  /** Writes weights, optimiser state, curves and the record of the run; each file whole or not at all. */
  async checkpoint(finished: boolean): Promise<void> {
    this.finished = finished;
    const { progress } = this;
    const bytes = encodeCheckpoint(this.plan.step, await readAll(this.state), {
      step: String(progress.step),
      seed: String(this.options.document.seed),
      live: JSON.stringify(Object.fromEntries(this.live)),
    });
    await this.files.checkpoint(progress, bytes, this.curves.toCsv());
  }

  async weightsSha256(): Promise<string> {
    return weightsSha256(namedState(this.plan.step, await readAll(this.state)).parameters);
  }

  async close(): Promise<void> {
    await this.engine.dispose();
  }

  /**
   * Closes this session and opens the run again at its newest checkpoint (from the first step where there is none),
   * with the live settings of now, on the same backend or on another one.
   */
  async reopen(backend = this.options.backend): Promise<Session> {
    const { options, files, live } = this;
    const closed = this.close().catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LETTING_GO))]);
    const resumeFrom = files.saved === null ? options.resumeFrom : await openRun(files.directory);
    const { startedAt, moves = [] } = files.head;
    const move = { step: this.taken, from: options.backend, to: backend };
    const continued = { startedAt, live, moves: move.from === move.to ? moves : [...moves, move] };
    return Session.open({ ...options, resumeFrom, backend, continued });
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
      state: await readAll(this.state),
      feeds: (feeds, engine) => this.feeds(feeds, engine, k),
      batch: { node, title: source.title, size, seed, epoch },
      kept: this.kept,
      positions: source.positions(index, size, seed),
    });
  }

  private get progress(): RunProgress {
    return { step: this.taken, steps: this.steps, finished: this.finished, metrics: this.measured };
  }

  /** Parameters as views and measures see them: averages where the trainer keeps them. */
  private get shown(): State {
    return evaluationState(this.plan.step, this.state);
  }
}
