import { catalogue } from '../core/catalogue';
import { compilePlan, type Plan, trace } from '../core/compile';
import { learningRateAt } from '../core/generative/schedules';
import { nodeName, serializeDocument, settingViolation } from '../core/graph';
import type { GraphNode, ProjectDocument } from '../core/graph/document';
import { adamScalars, type NamedArrays, namedState, nextState, sizeOf } from '../core/tensor';
import { createEngine, type Engine, type Executable } from '../engine';
import { createRun, dropCheckpoints, writeCheckpoint, writeCurves, writeRun } from '../files/run-folder';
import type { SessionInfo } from '../protocol/worker';
import { encodeCheckpoint, weightsSha256 } from './checkpoint';
import type { CurveLog } from './curve-log';
import { type DataSource, openDataSource } from './data-source';
import { evaluate } from './evaluate';
import { fillFeeds } from './feeds';
import { Probes } from './probes';
import { floats } from './sampling';
import { liveSettings, type StartingPoint, type State, startingPoint } from './starting-point';
import type { StoredRun } from './stored-run';
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

/** One run of one document: its weights, its place in training, its files. */
export class Session {
  readonly run: string;
  readonly runDirectory: string;
  readonly info: SessionInfo;
  readonly probes: Probes;
  private readonly engine: Engine;
  private readonly plan: Plan;
  private readonly sources: ReadonlyMap<string, DataSource>;
  private readonly live: Map<string, number>;
  private readonly curves: CurveLog;
  private readonly startedAt: string;
  private state: State;
  private taken: number;
  private executable: Executable | null = null;
  private measured: Record<string, number>;
  /** True once the run's folder is made. */
  private prepared = false;
  private finished = false;

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
      layout: plan.step.parameters,
      source,
      state: () => this.state,
      step: () => this.taken,
      live: this.live,
    });
    this.info = this.describe(compileMilliseconds);
  }

  /**
   * Compiles the document, makes or reads its weights and opens its data.
   * @throws UserError, FileError or FormatError with one sentence.
   */
  static async open(options: SessionOptions): Promise<Session> {
    const { document } = options;
    const begin = performance.now();
    const plan = compilePlan(document, catalogue);
    const engine = await createEngine(options.backend, { threads: options.threads }).catch((error: unknown) => {
      throw new UserError(error instanceof Error ? error.message : String(error));
    });
    try {
      const sources = new Map<string, DataSource>();
      for (const [node, spec] of trace(document, catalogue).datasets())
        sources.set(node, await openDataSource(spec, options.dataDirectory));
      if (sources.size === 0) throw new UserError('This study has no data; add a data node and wire it in.');
      const stored = await startingPoint(plan, engine, options);
      const compileMilliseconds = performance.now() - begin;
      return new Session(options, { engine, plan, sources, stored, compileMilliseconds });
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

  /**
   * Takes one optimiser step and returns what it reports, in the order of `info.series`.
   * @throws UserError when the loss is no longer a number; the weights stay as they were before the step.
   */
  async train(): Promise<number[]> {
    const { plan, engine } = this;
    this.executable ??= await engine.compile(plan.step.program);
    const rate = learningRateAt(
      plan.objective.schedule,
      this.live.get(`${plan.trainer}.${plan.objective.learningRate}`) ?? 0,
      this.taken,
      this.steps,
    );
    const outputs = await this.executable.run({
      ...this.state,
      ...fillFeeds(
        plan.feeds,
        { engine, seed: this.options.document.seed, live: this.live },
        this.taken,
        (node, count) => this.source(node).batch(this.taken, count, this.options.document.seed),
      ),
      [plan.step.scalarsInput]: engine.upload(adamScalars(plan.step.settings, rate, this.taken + 1), [2], 'float32'),
    });
    const values: number[] = [];
    for (const { output } of plan.reports) values.push((await floats(outputs[output]))[0]);
    if (!values.every(Number.isFinite))
      throw new UserError(
        `The loss is no longer a number at step ${this.taken + 1}; lower the learning rate of the trainer and start again or resume from the last checkpoint.`,
      );
    this.state = nextState(plan.step, outputs);
    this.taken += 1;
    this.measured = {};
    this.curves.append(this.taken, values);
    return values;
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
      state: this.state,
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
    await writeCurves(runDirectory, this.curves.toCsv());
    await this.writeRecord();
  }

  async weightsSha256(): Promise<string> {
    return weightsSha256(namedState(this.plan.step, await this.hostState()).parameters);
  }

  async close(): Promise<void> {
    await this.engine.dispose();
  }

  source(node: string): DataSource {
    const source = this.sources.get(node);
    if (!source) throw new UserError(`"${node}" has no data.`);
    return source;
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
    const { document, backend, threads } = this.options;
    return writeRun(this.runDirectory, {
      format: 'latent-loom-run',
      version: 1,
      title: document.title,
      startedAt: this.startedAt,
      seed: document.seed,
      backend,
      threads,
      step: this.taken,
      steps: this.steps,
      finished: this.finished,
      metrics: Object.fromEntries(Object.entries(this.measured).filter(([, value]) => Number.isFinite(value))),
    });
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

  private describe(compileMilliseconds: number): SessionInfo {
    const { plan, engine, options, sources, probes } = this;
    const { encoder, decoder, samplers } = probes.targets;
    const [[node, source]] = sources;
    const [first] = samplers;
    return {
      run: this.run,
      step: this.taken,
      steps: this.steps,
      backend: { id: engine.id, title: engine.title, threads: options.threads },
      parameterCount: plan.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0),
      series: plan.reports.map(({ name, node: owner, title, unit, repeats }) => ({
        name,
        title,
        unit,
        node: owner,
        ...(repeats === undefined ? {} : { repeats }),
      })),
      live: [...this.live].map(([key, value]) => {
        const [owner, setting] = key.split('.');
        return { node: owner, setting, value };
      }),
      data: {
        node,
        title: source.title,
        itemShape: [...source.itemShape],
        classes: [...source.classes],
        train: source.trainCount,
        test: source.testCount,
        image: source.image,
      },
      probes: {
        encode: encoder ? { width: encoder.width } : null,
        decode: decoder ? { width: decoder.width } : null,
        reconstruct: encoder !== undefined && decoder !== undefined && encoder.width === decoder.width,
        samplers: samplers.map(({ node: id, numInferenceSteps }) => ({
          node: id,
          title: this.titleOf(id),
          num_inference_steps: this.live.get(`${id}.num_inference_steps`) ?? numInferenceSteps,
        })),
        field: first ? { dimensions: first.itemShape.reduce((a, b) => a * b, 1) } : null,
      },
      measures: probes.targets.measures,
      compileMilliseconds,
    };
  }
}
