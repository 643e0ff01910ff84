import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine';
import { livePlan } from '../../src/worker/live-settings';
import type { Session } from '../../src/worker/session';
import { takesLong } from '../../src/worker/threads';
import { assigned, template } from '../core/compile/documents';
import { openSession, temporaryFolder } from './support';

const folder = temporaryFolder();
/** Takes long enough to run in a thread of its own. */
const document = assigned(template('vae-digits'), 'data.batch_size=384', 'trainer.ema_decay=0.9');

const digest = async (session: Session, steps: number, beside: () => Promise<unknown>): Promise<unknown[]> => {
  const reports: number[][] = [];
  while (session.step < steps) {
    const [report] = await Promise.all([session.train(), beside()]);
    reports.push(report);
  }
  return [reports, await session.weightsSha256()];
};

test('a long step runs apart to the same bits, also while probes are answered beside it', async () => {
  expect(takesLong(livePlan(document, new Map()).step.program)).toBe(true);
  const here = await openSession(document, join(folder, 'here'), {
    startEngine: async (backend, options) => {
      const engine = await createEngine(backend, options);
      return { ...engine, compile: (program) => engine.compile(program) };
    },
  });
  const expected = await digest(here, 4, async () => undefined);

  const apart = await openSession(document, join(folder, 'apart'));
  const z = Float32Array.of(0.5, -0.5);
  const seen: number[] = [];
  const found = await digest(apart, 4, async () => {
    const { step, values } = await apart.probes.decode(z, 1);
    seen.push(step);
    expect(values.every(Number.isFinite)).toBe(true);
  });
  expect(found).toEqual(expected);
  expect(seen).toEqual([0, 1, 2, 3]);
  const [a, b] = [await here.probes.decode(z, 1), await apart.probes.decode(z, 1)];
  expect(b).toEqual(a);
  expect(await apart.evaluate()).toEqual(await here.evaluate());
}, 60_000);
