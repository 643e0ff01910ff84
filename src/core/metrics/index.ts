/** How near samples come to data: distances between two sets of points, and the share of modes found. */

export { type ClassCoverage, classCoverage } from './class-coverage';
export { classifierAccuracy, randomWaves } from './classifier-two-sample';
export { DIGIT_CLASSES, digitNetwork, digitParameters, FEATURES, PICTURE_SIDE } from './digit-network';
export { frechetDistance, type Moments, moments } from './frechet';
export { kernelDistance } from './kernel-distance';
export { meanDistance, quantile, roughness, shareWithin, spread } from './latent-quality';
export { bandwidthLadder, medianDistance, mmd, squaredMmd } from './mmd';
export { type ModeCoverage, modeCoverage } from './mode-coverage';
export { pointsAt } from './samples';
export { realFloor, type SlicedWassersteinOptions, slicedWasserstein } from './sliced-wasserstein';
export { TOKEN_FEATURES, tokenFeatures } from './token-features';
