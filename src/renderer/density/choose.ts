import type { DensityInfo, SessionInfo } from '../../protocol/worker';

/** The density that is shown: the chosen one, else the first. */
export const chosenDensity = ({ probes }: SessionInfo, node: string | null): DensityInfo | undefined =>
  probes.densities.find((each) => each.node === node) ?? probes.densities[0];

/** Densities that can stand beside another one: of items of the same kind. */
export const besides = ({ probes }: SessionInfo, { node, dimensions, latent }: DensityInfo): DensityInfo[] =>
  probes.densities.filter((each) => each.node !== node && each.dimensions === dimensions && each.latent === latent);
