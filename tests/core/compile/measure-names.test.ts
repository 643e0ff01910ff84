import { expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { flopsOfSample, nameOfMeasure, ProbeBuilder } from '../../../src/core/compile';
import { measureNames } from '../../../src/core/compile/sample-measures';
import { node, parsed, tinyFlow, wire } from './documents';
import { planOf } from './run';

test('a measure of one name goes by it for the first node and by that and its own id for the others', () => {
  const measured = ['quality', 'quality', 'guided'].map((id, i) => ({ name: i === 1 ? 'mmd' : 'fid', node: id }));
  expect(measureNames(measured)).toEqual(['fid', 'mmd', 'fid:guided']);
});

test('two samplers that are judged keep their numbers apart, and what a sample costs is counted', () => {
  const one = tinyFlow();
  const document = parsed({
    ...one,
    study: {
      ...one.study,
      nodes: [
        ...one.study.nodes,
        node('again', 'sampler.heun', { num_inference_steps: 4 }),
        node('second', 'metric.points'),
      ],
      edges: [
        ...one.study.edges,
        wire('denoiser.network', 'again.network'),
        wire('again.trajectory', 'second.trajectory'),
        wire('data.x', 'second.data'),
      ],
    },
  });
  const builder = new ProbeBuilder(document, catalogue, planOf(document).layouts);
  const targets = builder.targets();
  const names = targets.measures.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(nameOfMeasure(targets, { name: 'mmd', node: 'quality' })).toBe('mmd');
  expect(nameOfMeasure(targets, { name: 'mmd', node: 'second' })).toBe('mmd:second');
  // Heun asks its network twice a step.
  const [euler, heun] = ['sampler', 'again'].map((sampler) => flopsOfSample(builder, targets, sampler));
  expect(heun).toBeGreaterThan(1.8 * euler);
  expect(heun).toBeLessThan(2.5 * euler);
});
