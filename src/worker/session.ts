import { catalogue } from '../core/catalogue';
import { compilePlan, fits, type Plan, type PlannedTurn, type StepPlan } from '../core/compile';
import { serializeDocument } from '../core/graph';
import { evaluationState, initialState, namedState } from '../core/tensor';
import type { Engine } from '../engine';
import { runBeside } from '../files/project-folder';
import type { LiveSetting, SessionInfo } from '../protocol/worker';
import { encodeCheckpoint, weightsSha256 } from './checkpoint';
import type { CurveLog } from './curve-log';
import type { DataSource } from './data-source';
import { evaluate } from './evaluate';
import { KeptWeights } from './kept-weights';
import { checkLive, fitsLive, liveDocument, liveSettings } from './live-settings';
import { Model } from './model';
import { Models } from './models';
import { diagnose, NonFiniteError } from './non-finite';
import { openOtherRun } from './other-run';
import { type Prepared, prepare, type SessionOptions } from './prepare';
import { Probes } from './probes';
import { RunFiles, type RunProgress } from './run-files';
import { describeSession } from './session-info';
import { type State, uploadState } from './starting-point';
import { StepFeeds } from './step-feeds';
import { openRun } from './stored-run';
import { takeStep } from './take-step';
import { disposeAll, readAll } from './tensors';
import { StepPrograms, TurnCounts } from './turns';
import { Watch } from './watch';
import { weightShapes } from './weights-file';

/** Longest wait for an engine to let go of what it holds, in milliseconds: a lost device may never answer. */
const LETTING_GO = 2_000;

/** One run of one document: its weights, its place in training, its files. */
export class Session {
  readonly run: string;
  readonly info: SessionInfo;
  readonly probes: Probes;
  readonly watch: Watch;
  /** This run's weights along its way, and other runs of the project: whoever answers probes. */
  readonly models: Models;
  readonly keptWeights: KeptWeights;
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
  private programs: StepPrograms;
  private readonly turns: TurnCounts;
  private readonly feeds: StepFeeds;
  private measured: Record<string, number>;
  private finished = false;

  private constructor(
    private readonly options: SessionOptions,
    { engine, threads, sources, stored, keptSteps, compileMilliseconds }: Prepared,
  ) {
    const { document, runDirectory, resumeFrom, backend, continued } = options;
    this.engine = engine;
    const { plan } = stored;
    this.plan = plan;
    this.sources = sources;
    this.state = stored.state;
    this.begun = stored.step;
    this.taken = stored.step;
    this.turns = new TurnCounts(plan.turns, stored.step, stored.turns);
    this.curves = stored.curves;
    this.run = options.run ?? runDirectory;
    this.measured = resumeFrom?.record.metrics ?? {};
    this.live = new Map(
      liveSettings(document).map(([key, value]) => [key, continued?.live.get(key) ?? stored.live[key] ?? value]),
    );
    this.programs = new StepPrograms(engine, plan, liveDocument(document, this.live));
    this.feeds = new StepFeeds({ engine, seed: document.seed, live: this.live, sources, turns: this.turns });
    const { startedAt = new Date().toISOString(), moves = [] } = continued ?? resumeFrom?.record ?? {};
    const head = { title: document.title, startedAt, seed: document.seed, backend, threads };
    this.files = new RunFiles(
      runDirectory,
      moves.length > 0 ? { ...head, moves } : head,
      serializeDocument(document),
      resumeFrom?.folder === runDirectory,
    );
    const [source] = sources.values();
    const { layouts } = plan;
    const asked = { engine, document, layouts, step: () => this.taken, live: this.live };
    this.probes = new Probes({ ...asked, source, state: () => this.shown });
    this.watch = new Watch({ ...asked, sources, state: () => this.state });
    this.keptWeights = new KeptWeights({
      step: plan.step,
      folder: runDirectory,
      stored: keptSteps,
      from: this.taken,
      budget: options.keptBytes,
    });
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
    const { run, data, probes, step } = this.info;
    this.models = new Models(
      new Model({
        info: { run, data, probes, step, title: document.title, startedAt },
        engine,
        probes: this.probes,
        kept: this.keptWeights,
        shapes: weightShapes(plan.step),
      }),
      (other) => openOtherRun(runBeside(runDirectory, other), other, { engine, ...options }),
    );
  }

  /**
   * Compiles the document, makes or reads its weights and opens its data.
   * @throws UserError, FileError or FormatError with one sentence.
   */
  static async open(options: SessionOptions): Promise<Session> {
    const session = new Session(options, await prepare(options));
    await session.keep();
    return session;
  }

  get runDirectory(): string {
    return this.files.directory;
  }

  get step(): number {
    return this.taken;
  }

  /** Step budget: that of the trainer whose turn comes first. */
  get steps(): number {
    const [{ trainer, objective }] = this.plan.turns;
    return this.live.get(`${trainer}.${objective.stepBudget}`) ?? objective.steps;
  }

  /** Changes the step budget, as the trainer's live setting does. */
  setSteps(steps: number): void {
    const [{ trainer, objective }] = this.plan.turns;
    this.setLive(trainer, objective.stepBudget, steps);
  }

  /** What the last evaluation gave. */
  get metrics(): Readonly<Record<string, number>> {
    return this.measured;
  }

  /** Curves so far, for a window that opens on a resumed run. */
  get history(): CurveLog {
    return this.curves;
  }

  /** A trainer's learning rate as it is now; null where it follows no gradient. */
  learningRateOf(trainer: string): LiveSetting | null {
    const objective = this.plan.turns.find((turn) => turn.trainer === trainer)?.objective;
    if (!objective || fits(objective)) return null;
    const { learningRate: setting } = objective;
    return { node: trainer, setting, value: this.live.get(`${trainer}.${setting}`) ?? 0 };
  }

  /** Step of the newest checkpoint that this run can go back to; 0 where it would begin again. */
  get kept(): number {
    return this.files.saved ?? this.begun;
  }

  /**
   * Takes one step and returns what it reports, in the order of `info.series`. The turn of one trainer alone counts as a step
   * too: only that trainer's batches, noise and optimiser go on, and curves that only others draw stay level.
   * @param trainer whose turn alone is taken; null for those of all.
   * @throws UserError where there is no such trainer.
   * @throws NonFiniteError when a number is no longer finite; the weights stay as they were before the step.
   * @throws DeviceLostError when the device is gone; `reopen` goes on elsewhere.
   */
  async train(trainer: string | null = null): Promise<number[]> {
    if (!fitsLive(this.plan, this.live)) await this.refit();
    const { engine, state, live, turns } = this;
    const { plan, executables } = await this.programs.of(trainer);
    const feeds = (k: number) => this.feeds.next(plan, k);
    const countOf = (turn: PlannedTurn) => turns.of(turn) + 1;
    const result = await takeStep({ engine, plan, executables, state, live, countOf, feeds });
    if (result.type === 'not-finite') throw await this.nonFinite(plan, result.k);
    this.state = result.state;
    disposeAll(state, this.state);
    turns.advance(plan.turns);
    this.taken += 1;
    this.measured = {};
    const row = this.row(plan, result.reports);
    this.curves.append(this.taken, row);
    await this.keep();
    return row;
  }

  /** Keeps the weights of now where their step is one to look back at. */
  private async keep(): Promise<void> {
    if (this.keptWeights.isDue(this.taken)) this.keptWeights.keep(this.taken, await readAll(this.shown));
  }

  /** What a step or a turn reported, in the order of the curves; what it did not report is as it was last. */
  private row({ reports }: StepPlan, values: readonly number[]): number[] {
    const told = new Map(reports.map(({ name }, i) => [name, values[i]]));
    const last = this.curves.rows.at(-1);
    return this.plan.reports.map(({ name }, i) => told.get(name) ?? last?.[i] ?? 0);
  }

  /** Compiles again where a live setting has brought a part of the step in or out; the state goes on by name. */
  private async refit(): Promise<void> {
    const { engine, state, programs } = this;
    const document = liveDocument(this.options.document, this.live);
    const plan = compilePlan(document, catalogue);
    const { parameters, moments, ema } = namedState(this.plan.step, await readAll(state));
    this.state = uploadState(engine, plan.step, initialState(plan.step, parameters, { moments, ema }));
    this.plan = plan;
    this.programs = new StepPrograms(engine, plan, document);
    disposeAll(state);
    await programs.release();
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
      turns: this.turns.toJson(),
    });
    await this.files.checkpoint(progress, bytes, this.curves.toCsv(), this.keptWeights);
  }

  async weightsSha256(): Promise<string> {
    return weightsSha256(namedState(this.plan.step, await readAll(this.state)).parameters);
  }

  async close(): Promise<void> {
    try {
      await this.models.closeAll();
      // Disposing of the engine frees programs, not values, and those of a device are not the garbage collector's.
      disposeAll(this.state);
    } finally {
      await this.engine.dispose();
    }
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
    return this.feeds.source(node);
  }

  /** Why the next step or turn cannot be taken, from its k-th batch. */
  private async nonFinite(plan: StepPlan, k: number): Promise<NonFiniteError> {
    const { document } = this.options;
    const state = await readAll(this.state);
    const updates = this.feeds.failed(plan, k);
    const { layouts } = this.plan;
    return new NonFiniteError(
      await diagnose({ document, layouts, step: this.taken + 1, state, updates, kept: this.kept }),
    );
  }

  private get progress(): RunProgress {
    return { step: this.taken, steps: this.steps, finished: this.finished, metrics: this.measured };
  }

  /** Parameters as views and measures see them: averages where the trainer keeps them. */
  private get shown(): State {
    return evaluationState(this.plan.step, this.state);
  }
}
