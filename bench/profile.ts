/** Where a step's time goes, from ONNX Runtime's profiler. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineChoice, openEngine } from './engine';
import { startTrainer } from './measure';
import { findWorkload } from './workloads';

export interface OperatorTime {
  readonly operator: string;
  /** Nodes of this type in a step. */
  readonly nodes: number;
  readonly ms: number;
  /** Part of all nodes' time. */
  readonly share: number;
}

export interface NodeTime {
  readonly node: string;
  readonly operator: string;
  readonly ms: number;
  /** Shapes of inputs and outputs as the profiler writes them. */
  readonly shapes: string;
}

export interface Profile {
  readonly workload: string;
  /** Of all nodes, a step. The profiler itself costs time, so this is more than `loom bench` shows. */
  readonly ms: number;
  /** Slowest first. */
  readonly operators: readonly OperatorTime[];
  /** The slowest nodes. */
  readonly nodes: readonly NodeTime[];
}

/** An event of the trace; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly input_type_shape?: unknown;
    readonly output_type_shape?: unknown;
  };
}

const warmUpSteps = 3;
const profiledSteps = 10;
const shownNodes = 20;

/** Profiles ten steps of a workload. */
export async function profile(name: string, options: EngineChoice): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-profile-'));
  try {
    const workload = findWorkload(name)();
    const engine = await openEngine(options, workload, join(folder, 'step'));
    const trainer = await startTrainer(engine, workload);
    const [file] = await readdir(folder); // there from the start, filled when the engine is disposed
    if (file === undefined) {
      throw new Error(`profile: got none from the engine "${engine.id}", expected one of ONNX Runtime; choose cpu.`);
    }
    for (let i = 0; i < warmUpSteps + profiledSteps; i++) await trainer.step();
    await engine.dispose();
    const events: TraceEvent[] = JSON.parse(await readFile(join(folder, file), 'utf8'));
    return summarise(name, events);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Kernel times of the runs after the warm-up, a step. */
export function summarise(workload: string, events: readonly TraceEvent[]): Profile {
  const runs = events.filter(({ name }) => name === 'model_run').sort((a, b) => a.ts - b.ts);
  const start = runs[warmUpSteps].ts;
  const steps = runs.length - warmUpSteps;
  const byNode = new Map<string, { operator: string; ms: number; shapes: string }>();
  for (const { name, ts, dur, args } of events) {
    if (!args?.op_name || ts < start || !name.endsWith('_kernel_time')) continue;
    const known = byNode.get(name)?.ms ?? 0;
    const shapes = `${shapesOf(args.input_type_shape)} → ${shapesOf(args.output_type_shape)}`;
    byNode.set(name, { operator: args.op_name, ms: known + dur / 1000 / steps, shapes });
  }
  const nodes = [...byNode]
    .map(([name, rest]) => ({ node: name.replace(/_kernel_time$/, ''), ...rest }))
    .sort((a, b) => b.ms - a.ms);
  const ms = nodes.reduce((total, node) => total + node.ms, 0);
  const operators = [...new Set(nodes.map(({ operator }) => operator))]
    .map((operator) => {
      const times = nodes.filter((node) => node.operator === operator).map((node) => node.ms);
      const total = times.reduce((a, b) => a + b, 0);
      return { operator, nodes: times.length, ms: total, share: total / ms };
    })
    .sort((a, b) => b.ms - a.ms);
  return { workload, ms, operators, nodes: nodes.slice(0, shownNodes) };
}

/** `[{"float":[64,3]},…]` as `[64,3] …`. */
const shapesOf = (shapes: unknown): string =>
  Array.isArray(shapes) ? shapes.map((each) => JSON.stringify(Object.values(each)[0])).join(' ') : '';
