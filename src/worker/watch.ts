import { catalogue } from '../core/catalogue';
import { buildNodeOutput, buildStatistics, type Feed, type NodeOutput, readStatistics } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';
import { type ParameterLayout, sizeOf } from '../core/tensor';
import type { Engine, Executable } from '../engine';
import type { LayerStatistics, NodeValues } from '../protocol/worker';
import type { DataSource, Items } from './data-source';
import { ExecutableCache } from './executables';
import { fillFeeds } from './feeds';
import type { LiveSettings } from './live-settings';
import { disposeAll, inputsOf, readAll, type Tensors } from './tensors';
import { UserError } from './user-error';

/** Items of the probe batch: enough to tell a dead unit from a rare one, few enough to cost about a training step. */
const PROBE_BATCH = 128;
/** Noise of the probe batch is the same for every run, so that runs can be compared. */
const FIXED_SEED = 0;
/** Numbers that one answer may hold. */
const LARGEST_ANSWER = 2 ** 20;

export interface WatchHost {
  engine: Engine;
  document: ProjectDocument;
  layouts: readonly ParameterLayout[];
  sources: ReadonlyMap<string, DataSource>;
  /** Parameters as they are trained, not their averages: those say how training goes. */
  state(): Tensors;
  step(): number;
  live: LiveSettings;
}

type Place = { network: string | null; node: string; port: string };

/** What is inside the nodes for the newest weights: statistics of all of them, or the numbers of one. */
export class Watch {
  private readonly batch: number;
  private readonly executables: ExecutableCache;
  private readonly outputs = new Map<string, NodeOutput>();
  private statistics: { built: ReturnType<typeof buildStatistics>; executable: Promise<Executable> } | null = null;

  constructor(private readonly host: WatchHost) {
    this.batch = Math.min(PROBE_BATCH, ...[...host.sources.values()].map(({ testCount }) => testCount));
    this.executables = new ExecutableCache(host.engine, 4);
  }

  /** Statistics of every value and parameter. */
  async layers(): Promise<LayerStatistics> {
    const { document, layouts, engine } = this.host;
    if (!this.statistics) {
      const built = buildStatistics(document, catalogue, layouts, this.batch);
      const executable = engine.compile(built.program);
      this.statistics = { built, executable };
      // What cannot be compiled is not remembered.
      executable.catch(() => {
        this.statistics = null;
      });
    }
    const { built, executable } = this.statistics;
    const outputs = await this.run(await executable, built.feeds);
    return { ...readStatistics(built, outputs), batch: this.batch, step: this.host.step() };
  }

  /**
   * What one port gives for the first items of the probe batch.
   * @throws UserError where it gives no numbers.
   */
  async output(place: Place, count: number): Promise<NodeValues> {
    const built = this.built(place);
    const executable = await this.executables.get(keyOf(place), () => built.program);
    const found = await this.run(executable, built.feeds);
    const { kind, owner, uses, repetitions } = built;
    const first = (output: string, shape: readonly number[]) => firstItems(found[output], shape, this.batch, count);
    const parts = built.parts.map(({ part, shape, output, shown }) => ({
      part,
      shown: shown === null ? null : first(shown, shape).values,
      ...first(output, shape),
    }));
    const [source] = this.host.sources.values();
    const { labels } = source.items('test', 0, Math.min(count, this.batch));
    return {
      kind,
      parts: parts.map(({ part, values, shown, shape }) => ({ part, values, shown, shape })),
      labels: source.classes.length > 0 ? labels : new Uint8Array(),
      classes: source.classes,
      owner,
      uses,
      repetitions,
      batch: this.batch,
      truncated: parts.some(({ truncated }) => truncated),
      step: this.host.step(),
    };
  }

  private built(place: Place): NodeOutput {
    const key = keyOf(place);
    const known = this.outputs.get(key);
    if (known) return known;
    const { document, layouts } = this.host;
    try {
      const built = buildNodeOutput(document, catalogue, layouts, this.batch, place);
      this.outputs.set(key, built);
      return built;
    } catch (error) {
      throw error instanceof RangeError ? new UserError(error.message) : error;
    }
  }

  private async run(executable: Executable, feeds: readonly Feed[]) {
    const { engine, live, sources, state } = this.host;
    const [first] = sources.values();
    const items = (node: string, count: number): Items => (sources.get(node) ?? first).items('test', 0, count);
    const fed = fillFeeds(feeds, { engine, seed: FIXED_SEED, live }, 0, items, 'watch/');
    const out = await executable.run({ ...inputsOf(executable.program, state()), ...fed });
    const values = await readAll(out);
    disposeAll({ ...fed, ...out });
    return values;
  }
}

const keyOf = ({ network, node, port }: Place): string => `${network ?? ''}/${node}:${port}`;

/**
 * The first `count` items of a batch (all of a value that has no batch axis), cut to what one answer may hold: items first,
 * then the numbers of the one item that is left, which becomes a row.
 */
export const firstItems = (
  values: Float32Array,
  shape: readonly number[],
  batch: number,
  count: number,
): { values: Float32Array; shape: number[]; truncated: boolean } => {
  const [rows = 1, ...rest] = shape;
  const wanted = rows === batch ? Math.min(count, rows) : rows;
  const size = sizeOf(rest);
  if (shape.length === 0) return { values: values.slice(), shape: [], truncated: false };
  if (size > LARGEST_ANSWER)
    return { values: values.slice(0, LARGEST_ANSWER), shape: [1, LARGEST_ANSWER], truncated: true };
  const kept = Math.min(wanted, Math.floor(LARGEST_ANSWER / Math.max(1, size)));
  return { values: values.slice(0, kept * size), shape: [kept, ...rest], truncated: kept < wanted };
};
