/** Layers and blocks as functions of tensors: parameters are arguments, nothing is held. */

export * from './attention';
export * from './convolution';
export * from './dense';
export * from './dropout';
export * from './embedding';
export * from './norm';
export * from './patches';
export * from './positions';
export * from './recurrent';
export * from './spectral';
export * from './transformer';
