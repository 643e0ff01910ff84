import { adversarialObjectives } from './adversarial';
import { adversarialNetworks } from './adversarial-networks';
import { autoencoder } from './autoencoder';
import { autoregressive } from './autoregressive';
import { classifiers } from './classification';
import { clusters } from './clusters';
import { codesSamplers } from './codes-sampler';
import { densities } from './densities';
import { energyBased } from './energy';
import { factorMixtures } from './factor-mixture';
import { flowCouplings } from './flow-couplings';
import { flowMatching } from './flow-matching';
import { flows } from './flows';
import { hierarchical } from './hierarchical';
import { imageMeasures } from './image-measures';
import { latentSampler } from './latent-sampler';
import { layers } from './layers';
import { likelihood } from './likelihood';
import { mapEncoders } from './map-encoder';
import { measures } from './measures';
import { pixelDensities } from './pixel-density';
import { pixelSamplers } from './pixel-sampler';
import { pixels } from './pixels';
import { projections } from './projections';
import { quantisation } from './quantisation';
import { samplers } from './samplers';
import { sources } from './sources';
import { texts } from './text';
import { textMeasures } from './text-measures';
import { training } from './training';
import type { Catalogue, NodeDefinition } from './types';
import { variational } from './variational';
import { variationalMeasures } from './variational-measures';
import { variationalObjectives } from './variational-objectives';

const all: readonly NodeDefinition[] = [
  ...sources,
  ...texts,
  ...variational,
  ...hierarchical,
  ...autoencoder,
  ...variationalObjectives,
  ...variationalMeasures,
  ...latentSampler,
  ...flowMatching,
  ...flows,
  ...flowCouplings,
  ...samplers,
  ...adversarialNetworks,
  ...adversarialObjectives,
  ...mapEncoders,
  ...quantisation,
  ...autoregressive,
  ...codesSamplers,
  ...likelihood,
  ...densities,
  ...clusters,
  ...projections,
  ...pixels,
  ...pixelSamplers,
  ...pixelDensities,
  ...energyBased,
  ...factorMixtures,
  ...classifiers,
  ...training,
  ...measures,
  ...imageMeasures,
  ...textMeasures,
  ...layers,
];
const byType = new Map(all.map((definition) => [definition.type, definition]));

/** Every node that a user can place. */
export const catalogue: Catalogue = { all, find: (type) => byType.get(type) };
