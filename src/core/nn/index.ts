/** Layers and blocks as functions of tensors: parameters are arguments, nothing is held. */

export * from './attention';
export * from './embedding';
export * from './norm';
