/** What is measured, under which names, and what samples of a sampler cost. */
import type { Program } from '../tensor';
import { cost } from '../tensor';
import type { ProbeTargets } from './probe-targets';
import type { ProbeBuilder } from './probes';

interface Measured {
  name: string;
  node: string;
}

/** Names of measures, in order, so that no two are alike: the first has its own, later ones of other nodes add these, `fid:guided`. */
export const measureNames = (measured: readonly Measured[]): string[] => {
  const taken = new Set<string>();
  return measured.map(({ name, node }) => {
    const own = taken.has(name) ? `${name}:${node}` : name;
    taken.add(own);
    return own;
  });
};

/** What is measured, each under a name of its own. */
export const distinct = <M extends { name: string; node: string }>(measured: readonly M[]): M[] => {
  const names = measureNames(measured);
  return measured.map((each, i) => ({ ...each, name: names[i] }));
};

/** The name under which a node's measure goes in a study. */
export const nameOfMeasure = ({ measures }: Pick<ProbeTargets, 'measures'>, { name, node }: Measured): string =>
  measures.some((each) => each.node === node && each.name === name) ? name : `${name}:${node}`;

/** What a sampler draws, and what it can be asked for in turn. */
export const drawnBy = ({ samplers, walks }: Pick<ProbeTargets, 'samplers' | 'walks'>, sampler: string) =>
  [...walks, ...samplers].find(({ node }) => node === sampler);

/** Floating-point operations of one sample, with the settings of the document. */
export const flopsOfSample = (
  builder: ProbeBuilder,
  { samplers, walks }: Pick<ProbeTargets, 'samplers' | 'walks'>,
  node: string,
): number => {
  const flops = ({ program }: { program: Program }): number => cost(program).flops;
  const walk = walks.find((each) => each.node === node);
  if (walk)
    return flops(builder.walkBegin(node, 1)) + (walk.steps > 0 ? walk.steps * flops(builder.walkStep(node, 1)) : 0);
  const sampler = samplers.find((each) => each.node === node);
  if (!sampler) return 0;
  const { num_inference_steps: steps = 1, guidance_scale: guidance = 1 } = sampler.settings;
  return steps * flops(builder.sample(node, 1, { guided: guidance !== 0 && guidance !== 1 }));
};
