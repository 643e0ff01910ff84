import type { BuildContext, Initializer, NodeDefinition, PortValue, TrainingObjective } from '../catalogue/types';
import { defaultSettings } from '../graph';
import type { GraphNode, Settings } from '../graph/document';
import type { Shape, Tensor } from '../tensor';
import { placeKey } from './place-key';
import type { Trace } from './trace';

/** A build rule gave up. The sentence goes on the node; `reported` failures already stand on a node further in. */
export class BuildFailure extends Error {
  constructor(
    message: string,
    readonly reported = false,
  ) {
    super(message);
  }
}

/** Where a layer stands: inside which network, of which study node, with which values around it. */
export interface Surroundings {
  network: string;
  owner: GraphNode;
  inputs: Readonly<Record<string, Tensor>>;
  shape: Shape;
  values: Map<string, PortValue>;
  /** Counts the uses of one network within one trace, from 1: each has noise of its own. */
  use: number;
}

/** The build rule's window on the trace, for one node. */
export class NodeContext implements BuildContext {
  readonly settings: Settings;
  readonly surroundings: Surroundings | undefined;

  constructor(
    private readonly trace: Trace,
    private readonly node: GraphNode,
    private readonly definition: NodeDefinition,
    surroundings: Surroundings | undefined,
  ) {
    this.settings = { ...defaultSettings(definition), ...node.settings };
    this.surroundings = surroundings;
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
      input: `${this.node.id}.${setting}`,
      node: this.node.id,
      setting,
      value: this.number(setting),
    });
  }

  input(port: string): PortValue {
    return this.optionalInput(port) ?? this.fail(`needs a wire on "${this.definition.inputs[port]?.label ?? port}".`);
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
      .incoming(graph, surroundings?.network, this.node.id, port, surroundings?.values)
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
    const place = surroundings ? `${surroundings.network}/${this.node.id}` : this.node.id;
    return { name: `${place}/${name}`, node: surroundings ? surroundings.owner.id : this.node.id };
  }

  random(name: string, shape: Shape, distribution: 'normal' | 'uniform'): Tensor {
    const { surroundings } = this;
    const network =
      surroundings && (surroundings.use > 1 ? `${surroundings.network}#${surroundings.use}` : surroundings.network);
    return this.trace.feed({
      type: 'random',
      input: `${network === undefined ? '' : `${network}/`}${this.node.id}.${name}`,
      node: this.node.id,
      distribution,
      shape,
    });
  }

  batch(field: 'x' | 'label', shape: Shape): Tensor {
    const dtype = field === 'label' ? 'int32' : 'float32';
    return this.trace.feed({
      type: 'batch',
      input: `${this.node.id}.${field}`,
      node: this.node.id,
      field,
      shape,
      dtype,
    });
  }

  network(inputs: Readonly<Record<string, Tensor>>, shape: Shape): Tensor {
    const network = this.node.network;
    const graph = network === undefined ? undefined : this.trace.document.networks[network];
    if (network === undefined || !graph) return this.fail('has no network inside; choose a preset in the inspector.');
    const outputs = graph.nodes.filter(({ type }) => type === 'layer.output');
    if (outputs.length !== 1)
      return this.fail(
        outputs.length === 0
          ? 'has no Output layer inside; open it and add one.'
          : `has ${outputs.length} Output layers inside; open it and keep one.`,
      );
    const use = this.trace.countUse(network);
    const surroundings: Surroundings = { network, owner: this.node, inputs, shape, values: new Map(), use };
    this.trace.run(
      graph,
      network,
      (layer, definition) => new NodeContext(this.trace, layer, definition, surroundings),
      surroundings.values,
    );
    const result = surroundings.values.get(placeKey(network, outputs[0].id, 'y'));
    if (!result || !('tensor' in result))
      throw new BuildFailure(
        'has a problem inside; open it to see which layer.',
        this.trace.problems.some((problem) => problem.network === network),
      );
    return result.tensor;
  }

  report(value: Tensor, unit: string): void {
    this.trace.reports.push({ node: this.node.id, name: this.node.id, value, unit });
  }

  measure(name: string, value: Tensor): void {
    this.trace.measures.push({ node: this.node.id, name, value });
  }

  train(objective: TrainingObjective): void {
    this.trace.objectives.push({ node: this.node.id, ...objective });
  }

  fail(message: string): never {
    throw new BuildFailure(message);
  }
}
