import type { NodePorts, PortValue } from '../catalogue/types';
import type { Graph, GraphEnd, GraphNode } from '../graph/document';
import type { Shape, Tensor } from '../tensor';
import type { SharedFailure } from './failures';
import type { Entry } from './memo';
import { wiresInto } from './wiring';

/** Where a layer stands: inside which network or block, of which study node, with which values around it. */
export interface Surroundings {
  network: string;
  /** Study node that the network works for. */
  owner: string;
  /** The node that this graph is inside of: a study node or a block. */
  holder: { network?: string; node: string };
  block: boolean;
  inputs: Readonly<Record<string, Tensor | undefined>>;
  shape: Shape | undefined;
  /** Counts the uses of one network within one trace, from 1: each has noise of its own. */
  use: number;
  /** The same count of the outermost network around: values of one run of a study node's network belong together. */
  run: number;
  /** Before the names of parameters: the repetitions of the blocks around, from the outermost in, for instance `2.0.`. */
  repeats: string;
  /** Networks around this one and itself, from the outermost in. */
  path: readonly string[];
}

/** What enters a node: the name of each port, and after it the values on its wires. */
export type Given = readonly (string | PortValue)[];

/** `silent`: what it needs is muted. `waiting`: something it needs failed or is not wired. */
export type Readiness = { state: 'ready'; given: Given } | { state: 'silent' | 'waiting' };

const SILENT: Readiness = { state: 'silent' };
const WAITING: Readiness = { state: 'waiting' };

/** One walk through one graph, from its inputs on. */
export class Pass {
  private readonly values = new Map<string, Readonly<Record<string, PortValue>>>();
  /** Nodes that are left out, and single ports (`node:port`) that carry nothing because of it. */
  private readonly silent = new Set<string>();
  /** Set where something inside is wrong, so that a missing result has been explained. */
  troubled = false;
  /** The first layer whose parameters do not fit those of a tied node. */
  clash: SharedFailure | undefined;
  /** What is remembered of its nodes, by id; `before` is what an earlier walk through this place left. */
  readonly entries = new Map<string, Entry>();

  constructor(
    readonly graph: Graph,
    readonly surroundings: Surroundings | undefined,
    public before?: ReadonlyMap<string, Entry>,
  ) {}

  get network(): string | undefined {
    return this.surroundings?.network;
  }

  give(node: string, outputs: Readonly<Record<string, PortValue>>, { outputs: ports }: NodePorts): void {
    this.values.set(node, outputs);
    for (const port of Object.keys(ports)) if (!Object.hasOwn(outputs, port)) this.silent.add(`${node}:${port}`);
  }

  silence(node: string): void {
    this.silent.add(node);
  }

  value(node: string, port: string): PortValue | undefined {
    const outputs = this.values.get(node);
    return outputs && Object.hasOwn(outputs, port) ? outputs[port] : undefined;
  }

  isSilent({ node, port }: GraphEnd): boolean {
    return this.silent.size > 0 && (this.silent.has(node) || this.silent.has(`${node}:${port}`));
  }

  /** Values on the wires into a port, in the order of the edges. Wires that carry nothing are left out. */
  incoming(node: string, port: string): PortValue[] {
    return wiresInto(this.graph, node, port)
      .map((source) => this.value(source.node, source.port))
      .filter((value) => value !== undefined);
  }

  /** Whether a node can be built, and on what. */
  readiness(node: GraphNode, { inputs }: NodePorts): Readiness {
    const given: (string | PortValue)[] = [];
    let waiting = false;
    for (const [port, { optional, many }] of Object.entries(inputs)) {
      const wires = wiresInto(this.graph, node.id, port);
      let heard = 0;
      given.push(port);
      for (const source of wires) {
        if (this.isSilent(source)) continue;
        heard++;
        const value = this.value(source.node, source.port);
        if (value) given.push(value);
        else waiting = true;
      }
      if (heard > 0 || optional) continue;
      if (wires.length > 0) return SILENT;
      if (!many && node.mode !== 'bypass') waiting = true;
    }
    return waiting ? WAITING : { state: 'ready', given };
  }
}
