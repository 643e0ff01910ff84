import { canConnect } from '../connect';
import type { Fix, GraphEnd, GraphNode, Position, Problem, Settings } from '../document';
import { portsOf } from '../node-ports';
import { graphAt, nodeAt, nodeName } from '../place';
import { andThen } from './common';
import { dissolve } from './dissolve';
import { setMode } from './modes';
import { addNode } from './presets';
import { setSetting } from './settings';
import { untie } from './ties';
import { type Command, type EditContext, type Plan, planned, refuse } from './types';
import { insertOnEdge } from './weave';
import { connect, disconnect } from './wires';

const COLUMN = 240;

const gone = refuse('What this fix would change is not there any more.');

/** Adds a node with settings of its own. */
function planNode(context: EditContext, type: string, position: Position, settings: Settings = {}): Plan {
  return andThen(context, addNode.plan(context, { type, position }), (then, { select }) => {
    const node = select?.nodes[0] ?? '';
    let plan: Plan = planned([]);
    for (const [setting, value] of Object.entries(settings))
      plan = andThen(then, plan, (next) => setSetting.plan(next, { node, setting, value }));
    return plan;
  });
}

const between = (a: Position, b: Position): Position => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Puts a new node on the wire into a port. */
function planInsert(context: EditContext, problem: Problem, fix: Extract<Fix, { type: 'insert' }>): Plan {
  const { document, graph } = context;
  const wires = graphAt(document, graph)?.edges.filter(
    ({ target }) => target.node === problem.node && target.port === fix.port,
  );
  const edge = wires?.find(({ id }) => id === problem.edge) ?? wires?.[0];
  if (!edge) return gone;
  const ends = [edge.source, edge.target].map(({ node }) => nodeAt(document, graph, node)?.position);
  const [from, to] = ends;
  if (!from || !to) return gone;
  return andThen(context, planNode(context, fix.node, between(from, to), fix.settings), (then, { select }) =>
    insertOnEdge.plan(then, { edge: edge.id, node: select?.nodes[0] ?? '' }),
  );
}

/** The first output of a node that a wire may go from to an input. */
function firstWayTo(context: EditContext, node: GraphNode, target: GraphEnd): Plan {
  const { document, catalogue, graph } = context;
  const outputs = Object.keys(portsOf(node, catalogue.find(node.type), document.networks).outputs);
  const plans = outputs.map((port) => ({ source: { node: node.id, port }, target }));
  const fitting = plans.find(({ source }) => canConnect(document, catalogue, graph, source, target).ok);
  const wire = fitting ?? plans[0];
  return wire ? connect.plan(context, wire) : refuse(`${nodeName(node, catalogue)} has no output to connect.`);
}

/** Adds a node to the left of the problem's node and wires it into a port. */
function planAdd(context: EditContext, problem: Problem, fix: Extract<Fix, { type: 'add' }>): Plan {
  const node = nodeAt(context.document, context.graph, problem.node ?? '');
  if (!node) return gone;
  const position = { x: node.position.x - COLUMN, y: node.position.y };
  return andThen(context, planNode(context, fix.node, position, fix.settings), (then, { select }) => {
    const added = nodeAt(then.document, then.graph, select?.nodes[0] ?? '');
    return added ? firstWayTo(then, added, { node: node.id, port: fix.port }) : gone;
  });
}

/** Adds a node to the right of the problem's node and wires an output into the first of its inputs that takes it. */
function planAppend(context: EditContext, problem: Problem, fix: Extract<Fix, { type: 'append' }>): Plan {
  const node = nodeAt(context.document, context.graph, fix.from ?? problem.node ?? '');
  if (!node) return gone;
  const position = { x: node.position.x + COLUMN, y: node.position.y };
  const source = { node: node.id, port: fix.port };
  return andThen(context, planNode(context, fix.node, position, fix.settings), (then, { select }) => {
    const added = nodeAt(then.document, then.graph, select?.nodes[0] ?? '');
    if (!added) return gone;
    const { document, catalogue, graph } = then;
    const inputs = Object.keys(portsOf(added, catalogue.find(added.type), document.networks).inputs);
    const targets = inputs.map((port) => ({ node: added.id, port }));
    const target = targets.find((end) => canConnect(document, catalogue, graph, source, end).ok) ?? targets[0];
    return target ? connect.plan(then, { source, target }) : refuse(`${nodeName(added, catalogue)} has no input.`);
  });
}

/** Plans a fix in the graph of the problem, or in the one that the fix names. */
function planFix(problemContext: EditContext, problem: Problem, fix: Fix): Plan {
  const graph = 'network' in fix && fix.network !== undefined ? fix.network : problemContext.graph;
  const context = { ...problemContext, graph };
  switch (fix.type) {
    case 'insert':
      return planInsert(context, problem, fix);
    case 'add':
      return planAdd(context, problem, fix);
    case 'append':
      return planAppend(context, problem, fix);
    case 'connect':
      return connect.plan(context, { source: fix.source, target: fix.target });
    case 'remove':
      return dissolve.plan({ ...context, selection: { nodes: [fix.node], edges: [], notes: [] } }, {});
    case 'mode':
      return problem.node === undefined ? gone : setMode.plan(context, { nodes: [problem.node], mode: fix.mode });
    case 'untie':
      return problem.node === undefined ? gone : untie.plan(context, { node: problem.node });
    case 'disconnect':
      return disconnect.plan(context, { edges: [fix.edge] });
    case 'set': {
      const node = fix.node ?? problem.node;
      if (node === undefined) return gone;
      return setSetting.plan(context, { node, setting: fix.setting, value: fix.value });
    }
  }
}

/**
 * Carries out an edit that puts a problem right, in the graph that the problem is in, whichever is open. A node that it
 * adds is selected where that graph is the open one.
 */
export const applyFix: Command<{ problem: Problem; fix: Fix }> = {
  id: 'graph.applyFix',
  label: 'Quick fix',
  history: 'record',
  plan(context, { problem, fix }) {
    const graph = problem.network ?? null;
    const plan = planFix({ ...context, graph }, problem, fix);
    if (!plan.ok) return plan;
    const edited = 'network' in fix && fix.network !== undefined ? fix.network : graph;
    const select = edited === context.graph ? plan.select : undefined;
    return planned(plan.changes, { label: `Quick fix: ${fix.label}`, ...(select && { select }) });
  },
};
