/** Kind of data that a node dragged out of the palette carries. */
export const NODE_TYPE = 'application/x-latent-loom-node';
