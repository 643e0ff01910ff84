import type {
  BuildContext,
  Initializer,
  NodeDefinition,
  NodePorts,
  PortValue,
  TrainingObjective,
} from '../catalogue/types';
import { defaultSettings } from '../graph';
import type { Fix, Graph, GraphNode, Settings } from '../graph/document';
import { BLOCK_OUTPUT, portsOf } from '../graph/node-ports';
import type { Shape, Tensor } from '../tensor';
import { placeKey } from './place-key';
import type { Trace } from './trace';

/** A build rule gave up. The sentence goes on the node; `reported` failures already stand on a node further in. */
export class BuildFailure extends Error {
  constructor(
    message: string,
    readonly fixes: readonly Fix[] = [],
    readonly reported = false,
  ) {
    super(message);
  }
}

/** Where a layer stands: inside which network or block, of which study node, with which values around it. */
export interface Surroundings {
  network: string;
  owner: GraphNode;
  block: boolean;
  inputs: Readonly<Record<string, Tensor | undefined>>;
  shape: Shape | undefined;
  values: Map<string, PortValue>;
  /** Counts the uses of one network within one trace, from 1: each has noise of its own. */
  use: number;
  /** Before the names of parameters: the repetitions of the blocks around, from the outermost in, for instance `2.0.`. */
  repeats: string;
  /** Networks around this one and itself, from the outermost in. */
  path: readonly string[];
}

/** The build rule's window on the trace, for one node. */
export class NodeContext implements BuildContext {
  readonly settings: Settings;
  readonly surroundings: Surroundings | undefined;

  constructor(
    private readonly trace: Trace,
    readonly graphNode: GraphNode,
    private readonly definition: NodeDefinition,
    surroundings: Surroundings | undefined,
  ) {
    this.settings = { ...defaultSettings(definition), ...graphNode.settings };
    this.surroundings = surroundings;
  }

  get node(): string {
    return this.graphNode.id;
  }

  get ports(): NodePorts {
    return portsOf(this.graphNode, this.definition, this.trace.document.networks);
  }

  get batchSize(): number | undefined {
    return this.trace.options.batchSize;
  }

  get training(): boolean {
    return this.trace.options.batchSize === undefined;
  }

  number(setting: string): number {
    const value = this.settings[setting];
    return typeof value === 'number' ? value : this.fail(`needs a number for "${setting}".`);
  }

  text(setting: string): string {
    const value = this.settings[setting];
    return typeof value === 'string' ? value : this.fail(`needs a word for "${setting}".`);
  }

  toggle(setting: string): boolean {
    return this.settings[setting] === true;
  }

  integers(setting: string): readonly number[] {
    const value = this.settings[setting];
    if (!Array.isArray(value)) return this.fail(`needs a list of whole numbers for "${setting}".`);
    return value.map((item) => (typeof item === 'number' ? item : this.fail(`needs whole numbers in "${setting}".`)));
  }

  live(setting: string): Tensor {
    return this.trace.feed({
      type: 'live',
      input: `${this.node}.${setting}`,
      node: this.node,
      setting,
      value: this.number(setting),
    });
  }

  input(port: string): PortValue {
    return this.optionalInput(port) ?? this.fail(`needs a wire on "${this.ports.inputs[port]?.label ?? port}".`);
  }

  tensor(port: string): Tensor {
    const value = this.input(port);
    return 'tensor' in value ? value.tensor : this.fail(`cannot use ${value.kind} on "${port}".`);
  }

  optionalInput(port: string): PortValue | undefined {
    return this.inputs(port)[0];
  }

  inputs(port: string): readonly PortValue[] {
    const { surroundings } = this;
    const graph = surroundings ? this.trace.document.networks[surroundings.network] : this.trace.document.study;
    return this.trace
      .incoming(graph, surroundings?.network, this.node, port, surroundings?.values)
      .filter((value) => value !== undefined);
  }

  parameter(name: string, shape: Shape, initializer: Initializer): Tensor {
    return this.trace.parameter({ ...this.own(name), shape, initializer });
  }

  state(name: string, shape: Shape, initializer: Initializer): Tensor {
    const own = this.own(name);
    const kept = this.trace.parameter({ ...own, shape, initializer, trainable: false });
    return this.trace.updates.get(own.name) ?? kept;
  }

  update(name: string, value: Tensor): void {
    this.trace.updates.set(this.own(name).name, value);
  }

  /** Full name of a parameter or state, and the study node that owns it. */
  private own(name: string): { name: string; node: string } {
    const { surroundings } = this;
    if (!surroundings) return { name: `${this.node}/${name}`, node: this.node };
    const { network, repeats, owner } = surroundings;
    return { name: `${network}/${this.node}/${repeats}${name}`, node: owner.id };
  }

  random(name: string, shape: Shape, distribution: 'normal' | 'uniform'): Tensor {
    const { surroundings } = this;
    const network =
      surroundings && (surroundings.use > 1 ? `${surroundings.network}#${surroundings.use}` : surroundings.network);
    return this.trace.feed({
      type: 'random',
      input: `${network === undefined ? '' : `${network}/`}${this.node}.${name}`,
      node: this.node,
      distribution,
      shape,
    });
  }

  batch(field: 'x' | 'label', shape: Shape): Tensor {
    const dtype = field === 'label' ? 'int32' : 'float32';
    return this.trace.feed({
      type: 'batch',
      input: `${this.node}.${field}`,
      node: this.node,
      field,
      shape,
      dtype,
    });
  }

  /** The graph inside this node and its id. */
  private inside(): { network: string; graph: Graph; path: readonly string[] } {
    const { network } = this.graphNode;
    const graph = network === undefined ? undefined : this.trace.document.networks[network];
    if (network === undefined || !graph) return this.fail('has no network inside; choose a preset in the inspector.');
    const around = this.surroundings?.path ?? [];
    if (around.includes(network)) return this.fail('holds itself; take it out of its own inside.');
    return { network, graph, path: [...around, network] };
  }

  /** Runs a graph inside this node and gives what its nodes gave. */
  private runInside(
    graph: Graph,
    around: Omit<Surroundings, 'owner' | 'values' | 'use'>,
  ): { values: Map<string, PortValue>; failed(message: string): never } {
    const { network } = around;
    const surroundings: Surroundings = {
      ...around,
      owner: this.surroundings?.owner ?? this.graphNode,
      values: new Map(),
      use: this.trace.countUse(network),
    };
    this.trace.run(
      graph,
      network,
      (layer, definition) => new NodeContext(this.trace, layer, definition, surroundings),
      surroundings.values,
    );
    return {
      values: surroundings.values,
      failed: (message) => {
        const reported = this.trace.problems.some((problem) => around.path.includes(problem.network ?? ''));
        throw new BuildFailure(message, [], reported);
      },
    };
  }

  block(inputs: Readonly<Record<string, Tensor | undefined>>, repeat: number | null): Record<string, Tensor> {
    const { network, graph, path } = this.inside();
    const repeats = `${this.surroundings?.repeats ?? ''}${repeat === null ? '' : `${repeat}.`}`;
    const { values, failed } = this.runInside(graph, { network, path, block: true, inputs, shape: undefined, repeats });
    const outputs = graph.nodes.filter(({ type, mode }) => type === BLOCK_OUTPUT && mode !== 'mute');
    const found = outputs.flatMap(({ id }) => {
      const value = values.get(placeKey(network, id, 'y'));
      return value && 'tensor' in value ? [[id, value.tensor] as const] : [];
    });
    if (found.length < outputs.length && inputsAreThere(this.ports, inputs))
      failed('has a problem inside; open it to see which layer.');
    return Object.fromEntries(found);
  }

  network(inputs: Readonly<Record<string, Tensor>>, shape: Shape): Tensor {
    const { network, graph, path } = this.inside();
    const outputs = graph.nodes.filter(({ type }) => type === 'layer.output');
    if (outputs.length !== 1)
      return this.fail(
        outputs.length === 0
          ? 'has no Output layer inside; open it and add one.'
          : `has ${outputs.length} Output layers inside; open it and keep one.`,
      );
    const { values, failed } = this.runInside(graph, { network, path, block: false, inputs, shape, repeats: '' });
    const result = values.get(placeKey(network, outputs[0].id, 'y'));
    return result && 'tensor' in result ? result.tensor : failed('has a problem inside; open it to see which layer.');
  }

  report(value: Tensor, unit: string): void {
    this.trace.reports.push({ node: this.node, name: this.node, value, unit });
  }

  measure(name: string, value: Tensor): void {
    this.trace.measures.push({ node: this.node, name, value });
  }

  train(objective: TrainingObjective): void {
    this.trace.objectives.push({ node: this.node, ...objective });
  }

  fail(message: string, ...fixes: readonly Fix[]): never {
    throw new BuildFailure(message, fixes);
  }
}

/** Whether every port of a block has a value, so that a missing output is a problem inside. */
const inputsAreThere = ({ inputs }: NodePorts, given: Readonly<Record<string, Tensor | undefined>>): boolean =>
  Object.keys(inputs).every((port) => given[port] !== undefined);
