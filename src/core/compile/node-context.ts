import type {
  BuildContext,
  Initializer,
  NodeDefinition,
  NodePorts,
  PortValue,
  TrainingObjective,
} from '../catalogue/types';
import { defaultSettings, holdersOf } from '../graph';
import type { Fix, Graph, GraphNode, Settings } from '../graph/document';
import { BLOCK_OUTPUT, portsOf } from '../graph/node-ports';
import type { Shape, Tensor } from '../tensor';
import { BuildFailure, type SharedFailure, Silence } from './failures';
import { oneOutput } from './output-fixes';
import type { Pass, Surroundings } from './pass';
import type { Trace } from './trace';

/** The build rule's window on the trace, for one node. */
export class NodeContext implements BuildContext {
  readonly settings: Settings;

  constructor(
    private readonly trace: Trace,
    private readonly pass: Pass,
    readonly graphNode: GraphNode,
    private readonly definition: NodeDefinition,
  ) {
    this.settings = { ...defaultSettings(definition), ...graphNode.settings };
  }

  get surroundings(): Surroundings | undefined {
    return this.pass.surroundings;
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
    return this.pass.incoming(this.node, port);
  }

  parameter(name: string, shape: Shape, initializer: Initializer): Tensor {
    return this.trace.parameter({ ...this.own(name), shape, initializer }, this.title);
  }

  state(name: string, shape: Shape, initializer: Initializer): Tensor {
    const own = this.own(name);
    const kept = this.trace.parameter({ ...own, shape, initializer, trainable: false }, this.title);
    return this.trace.updated(own.name) ?? kept;
  }

  update(name: string, value: Tensor): void {
    this.trace.update(this.own(name).name, value);
  }

  private get title(): string {
    return this.trace.name(this.graphNode);
  }

  /** Full name of a parameter or state, and the study node that owns it. */
  private own(name: string): { name: string; node: string } {
    const { surroundings } = this;
    if (!surroundings) return { name: `${this.node}/${name}`, node: this.node };
    const { network, repeats, owner } = surroundings;
    return { name: `${network}/${this.node}/${repeats}${name}`, node: owner };
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

  batch(field: 'x' | 'label' | 'tokens' | 'characters', shape: Shape): Tensor {
    const dtype = field === 'label' || field === 'tokens' ? 'int32' : 'float32';
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
    const graph = network === undefined ? undefined : this.trace.graphOf(network);
    if (network === undefined || !graph) return this.fail('has no network inside; choose a preset in the inspector.');
    const around = this.surroundings?.path ?? [];
    if (around.includes(network)) return this.fail('holds itself; take it out of its own inside.');
    return { network, graph, path: [...around, network] };
  }

  /** Runs a graph inside this node. */
  private runInside(
    graph: Graph,
    around: Pick<Surroundings, 'network' | 'path' | 'block' | 'inputs' | 'shape' | 'repeats'>,
  ): Pass {
    const use = this.trace.countUse(around.network);
    const { surroundings } = this;
    const pass = this.trace.inside(graph, {
      ...around,
      owner: surroundings?.owner ?? this.node,
      holder: { network: surroundings?.network, node: this.node },
      use,
      run: surroundings?.run ?? use,
    });
    if (pass.clash) throw this.shared(pass.clash, around.network);
    return pass;
  }

  /** The failure of a layer that does not fit a tied node's parameters, as a sentence where this is the node that is tied. */
  private shared(failure: SharedFailure, network: string): BuildFailure {
    const holders = holdersOf(this.trace.document, network).map(({ node }) => node);
    const others = holders.filter((node) => node !== this.graphNode);
    if (this.surroundings && others.length === 0) return failure;
    const { owner, layer, held, needed } = failure.clash;
    const maker = others.find(({ id }) => id === owner) ?? others[0];
    const [own, name] = [this.graphNode, maker ?? this.graphNode].map((node) => this.trace.name(node));
    const other = name === own ? `another ${own}` : name;
    return new BuildFailure(
      `shares its layers with ${other}, but "${layer}" holds ${held} there and would have to hold ${needed} here; wire the same shapes into both, or give this one a copy of its own.`,
      [{ type: 'untie', label: 'Give it a copy of its own' }],
    );
  }

  /** Why a result is missing: a problem inside, which is explained there, or because it is muted. */
  private missing({ troubled }: Pass): Error {
    return troubled ? new BuildFailure('has a problem inside; open it to see which layer.', [], true) : new Silence();
  }

  block(inputs: Readonly<Record<string, Tensor | undefined>>, repeat: number | null): Record<string, Tensor> {
    const { network, graph, path } = this.inside();
    const repeats = `${this.surroundings?.repeats ?? ''}${repeat === null ? '' : `${repeat}.`}`;
    const pass = this.runInside(graph, { network, path, block: true, inputs, shape: undefined, repeats });
    const outputs = graph.nodes.filter(({ type, mode }) => type === BLOCK_OUTPUT && mode !== 'mute');
    const found = outputs.flatMap(({ id }) => {
      const value = pass.value(id, 'y');
      return value && 'tensor' in value ? [[id, value.tensor] as const] : [];
    });
    if (found.length < outputs.length && pass.troubled) throw this.missing(pass);
    return Object.fromEntries(found);
  }

  held(): string {
    return this.inside().network;
  }

  network(inputs: Readonly<Record<string, Tensor>>, shape: Shape, repeat?: number): Tensor {
    const { network, graph, path } = this.inside();
    const all = graph.nodes.filter(({ type }) => type === 'layer.output');
    const outputs = all.filter(({ mode }) => mode !== 'mute');
    if (all.length > 0 && outputs.length === 0) throw new Silence();
    if (outputs.length !== 1)
      return this.fail(
        outputs.length === 0
          ? 'has no Output layer inside; open it and add one.'
          : `has ${outputs.length} Output layers inside; open it and keep one.`,
        ...oneOutput(graph, network, outputs),
      );
    const repeats = repeat === undefined ? '' : `${repeat}.`;
    const pass = this.runInside(graph, { network, path, block: false, inputs, shape, repeats });
    const result = pass.value(outputs[0].id, 'y');
    if (!result || !('tensor' in result)) throw this.missing(pass);
    return result.tensor;
  }

  report(value: Tensor, unit: string, curve?: string): void {
    const name = curve === undefined ? this.node : `${this.node}.${curve}`;
    const told = curve === undefined ? {} : { curve };
    this.trace.effect({ type: 'report', report: { node: this.node, name, value, unit, ...told } });
  }

  measure(name: string, value: Tensor, after?: 'exp'): void {
    this.trace.effect({ type: 'measure', measure: { node: this.node, name, value, ...(after && { after }) } });
  }

  train(objective: TrainingObjective): void {
    this.trace.effect({ type: 'objective', objective: { node: this.node, ...objective } });
  }

  fail(message: string, ...fixes: readonly Fix[]): never {
    throw new BuildFailure(message, fixes);
  }
}
