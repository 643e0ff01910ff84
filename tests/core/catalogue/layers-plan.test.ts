import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, ProbeBuilder } from '../../../src/core/compile';
import {
  type HostData,
  initialState,
  interpret,
  type NamedArrays,
  namedState,
  nextState,
  packParameters,
} from '../../../src/core/tensor';
import { normedVae } from '../compile/documents';
import { firstStep, freshParameters, planOf, scalarFeed, someFeeds } from '../compile/run';

const STATES = ['encoder/norm/running_mean', 'encoder/norm/running_variance'] as const;

describe('a network with running statistics and dropout', () => {
  const plan = planOf(normedVae());
  const fresh = freshParameters(plan);
  const named = (outputs: Readonly<Record<string, HostData>>): NamedArrays => {
    const arrays = Object.entries(outputs).map(([name, data]) => [name, Float32Array.from(data)] as const);
    return namedState(plan.step, nextState(plan.step, Object.fromEntries(arrays))).parameters;
  };

  test('counts trainable numbers only', () => {
    const { parameterCount, parametersByNode, parameters } = analyse(normedVae(), catalogue);
    const states = parameters.filter(({ trainable }) => trainable === false);
    expect(states.map(({ name }) => name)).toEqual(STATES);
    expect(parametersByNode.encoder).toBe(2 * 6 + 6 + 6 + 6 + 6 * 4 + 4);
    expect(parameterCount).toBe(parametersByNode.encoder + parametersByNode.decoder);
  });

  test('keeps the statistics as its new state, past the optimiser', () => {
    const feeds = someFeeds(plan.feeds);
    const still = named(firstStep(plan, fresh, feeds, { learningRate: 0 }));
    for (const [name, values] of Object.entries(fresh)) {
      const changed = STATES.some((each) => each === name);
      expect([name, Array.from(still[name]).join() !== Array.from(values).join()]).toEqual([name, changed]);
    }
  });

  test('trains', () => {
    let held: Record<string, ArrayLike<number>> = initialState(plan.step, fresh);
    const losses: number[] = [];
    for (let t = 1; t <= 60; t++) {
      const feeds = { ...held, ...someFeeds(plan.feeds, t), ...scalarFeed(plan, { learningRate: 0.02, t }) };
      const out = interpret(plan.step.program, feeds, 'float64');
      held = nextState(plan.step, out);
      losses.push(out.loss[0]);
    }
    const average = (part: number[]) => part.reduce((a, b) => a + b) / part.length;
    expect(average(losses.slice(-15))).toBeLessThan(average(losses.slice(0, 15)));
  });

  test('encodes from the statistics and draws nothing', () => {
    const { layout } = plan.step.groups.parameters;
    const { program } = new ProbeBuilder(normedVae(), catalogue, [layout]).encode(1);
    const encode = (parameters: NamedArrays): number[] => {
      const all: Record<string, ArrayLike<number>> = { ...packParameters(layout, parameters), x: [0.3, -0.4] };
      return Array.from(
        interpret(program, Object.fromEntries(program.inputs.map(({ name }) => [name, all[name]])), 'float64').z,
      );
    };
    expect(encode(fresh)).toEqual(encode(fresh));
    for (const state of STATES)
      expect(encode({ ...fresh, [state]: fresh[state].map((v) => v + 1) })).not.toEqual(encode(fresh));
  });
});
