import { DOCUMENT_VERSION, emptyGraph, type ProjectDocument } from '../../core/graph/document';

/** A project with nothing in it. */
export const blankDocument = (): ProjectDocument => ({
  format: 'latent-loom',
  version: DOCUMENT_VERSION,
  title: 'Untitled study',
  summary: '',
  models: [],
  references: [],
  seed: 1,
  study: emptyGraph,
  networks: {},
  bookmarks: [],
});
