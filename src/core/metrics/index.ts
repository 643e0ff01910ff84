/** How near samples come to data: distances between two sets of points, and the share of modes found. */

export { meanDistance, quantile, roughness, shareWithin, spread } from './latent-quality';
export { medianDistance, squaredMmd } from './mmd';
export { type ModeCoverage, modeCoverage } from './mode-coverage';
export { realFloor, type SlicedWassersteinOptions, slicedWasserstein } from './sliced-wasserstein';
