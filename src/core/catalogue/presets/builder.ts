import type { Graph, GraphEdge, GraphNode, GroupColor, Note, Position, SettingValue } from '../../graph/document';

/** Distance of two neighbours on the canvas: room for a node of 180 pixels, its ports and its wires. */
const COLUMN = 310;
const ROW = 150;

/** Where a node stands, counted in columns and rows; halves are allowed. */
type Spot = readonly [column: number, row: number];

/** A node takes three quarters of its column; wires climb in the gap before the next. */
const GAP = 0.125;

/** Leads a wire over or under what stands between two columns, at the height of a row. */
export const along = (row: number, from: number, to: number): readonly Spot[] => [
  [from + 1 - GAP, row],
  [to - GAP, row],
];

const place = ([column, row]: Spot): Position => ({ x: column * COLUMN, y: row * ROW });

export interface Box {
  type: string;
  at: Spot;
  settings?: Record<string, SettingValue>;
  title?: string;
  network?: string;
}

export interface Layout {
  nodes: Readonly<Record<string, Box>>;
  /**
   * Lines of wires: `x > conv > relu` leads y of each to x of the next. Another port stands after a dot: of the first
   * node it is the output (`split.a > add.b`), of all others the input.
   */
  wires: readonly string[];
  /** Spots that a wire is led through, by the id of the wire. */
  through?: Readonly<Record<string, readonly Spot[]>>;
  /** Titled frames, by id, and what stands in them. */
  groups?: Readonly<Record<string, { title: string; color: GroupColor; nodes: readonly string[] }>>;
  notes?: Readonly<Record<string, { at: Spot; width: number; text: string }>>;
}

const end = (text: string, usual: string): { node: string; port: string } => {
  const [node, port = usual] = text.split('.');
  return { node, port };
};

const suffix = (port: string, usual: string): string => (port === usual ? '' : `-${port}`);

const wireId = (source: GraphEdge['source'], target: GraphEdge['target']): string =>
  `${source.node}${suffix(source.port, 'y')}-${target.node}${suffix(target.port, 'x')}`;

const line = (text: string): GraphEdge[] => {
  const stops = text.split(' > ');
  return stops.slice(1).map((stop, i) => {
    const source = i === 0 ? end(stops[0], 'y') : { node: end(stops[i], 'x').node, port: 'y' };
    const target = end(stop, 'x');
    return { id: wireId(source, target), source, target };
  });
};

/** A graph from a sketch of it. */
export const graphOf = ({ nodes, wires, through = {}, groups = {}, notes = {} }: Layout): Graph => {
  const groupOf = (id: string): string | undefined => Object.keys(groups).find((key) => groups[key].nodes.includes(id));
  return {
    nodes: Object.entries(nodes).map(([id, { type, at, settings = {}, title, network }]): GraphNode => {
      const group = groupOf(id);
      return {
        id,
        type,
        version: 1,
        ...(title !== undefined && { title }),
        position: place(at),
        settings,
        ...(network !== undefined && { network }),
        ...(group !== undefined && { group }),
      };
    }),
    edges: wires.flatMap(line).map((edge) => {
      const spots = through[edge.id];
      return spots ? { ...edge, points: spots.map(place) } : edge;
    }),
    notes: Object.entries(notes).map(([id, { at, width, text }]): Note => ({ id, position: place(at), width, text })),
    groups: Object.entries(groups).map(([id, { title, color }]) => ({ id, title, color })),
  };
};

export type Step = readonly [id: string, type: string, settings?: Record<string, SettingValue>];

/** One line of layers, from left to right. */
export const chain = (steps: readonly Step[]): Graph =>
  graphOf({
    nodes: Object.fromEntries(steps.map(([id, type, settings], column) => [id, { type, at: [column, 0], settings }])),
    wires: [steps.map(([id]) => id).join(' > ')],
  });

/** What a graph begins and ends with: the ports of a block, or the values of the study node that a network is in. */
export interface Ends {
  input(name: 'x' | 'z' | 't' | 'y', at: Spot): Box;
  output(at: Spot): Box;
}

export const networkEnds: Ends = {
  input: (name, at) => ({ type: 'layer.input', at, settings: { name } }),
  output: (at) => ({ type: 'layer.output', at }),
};

export const blockEnds: Ends = {
  input: (name, at) => ({ type: 'block.input', at, title: name === 'y' ? 'label' : name }),
  output: (at) => ({ type: 'block.output', at, title: 'y' }),
};

/** A part of a preset that stands in a node of its own. */
export const blockNode = (network: string, title: string, at: Spot, repeat = 1): Box => ({
  type: 'block.custom',
  at,
  title,
  network,
  settings: { repeat },
});
