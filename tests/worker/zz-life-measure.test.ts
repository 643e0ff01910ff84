import { join } from 'node:path';
import { test } from 'vitest';
import { template } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo } from './support';
const folder = temporaryFolder();
test('measure', async () => {
  for (const id of ['vae-digits', 'rectified-flow-2d']) {
    const s = await openSession(template(id), join(folder, id));
    await trainTo(s, 20);
    let t = performance.now();
    await trainTo(s, 120);
    const step = (performance.now() - t) / 100;
    t = performance.now();
    const first = await s.watch.layers();
    const compile = performance.now() - t;
    const all: number[] = [];
    for (let i = 0; i < 20; i++) { t = performance.now(); await s.watch.layers(); all.push(performance.now() - t); }
    all.sort((a, b) => a - b);
    console.log(id, 'step', step.toFixed(2), 'first', compile.toFixed(0), 'layers median', all[10].toFixed(2), first.values.length, first.parameters.length);
    for (const v of first.values) console.log(v.network, v.node, v.port, v.part, v.activation, v.shape.join('x'), v.units, [v.mean, v.std, v.min, v.max, v.zeros, v.dead, v.saturated, v.notFinite].map((n) => n.toPrecision(3)).join(' '), v.owner, v.uses, v.repetitions);
    for (const v of first.parameters) console.log(v.network, v.node, v.name, v.count, v.weight.toPrecision(3), v.gradient.toPrecision(3));
  }
}, 120000);
