/** Studies for measurements of the training process: templates, some with other networks inside. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../src/core/catalogue';
import { apply, parseDocument, planAssignment } from '../src/core/graph';
import type { Graph, ProjectDocument } from '../src/core/graph/document';
import { templatesDirectory } from '../src/files/resources';

const parse = (text: string): ProjectDocument => {
  const parsed = parseDocument(text, catalogue, 'a study of the benchmark');
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.document;
};

/** A template with settings changed, `node.setting=value`. */
export const study = (template: string, ...assignments: readonly string[]): ProjectDocument =>
  assignments.reduce(
    (document, assignment) => {
      const planned = planAssignment(document, catalogue, assignment);
      if (!planned.ok) throw new Error(planned.message);
      return apply(document, planned.value);
    },
    parse(readFileSync(join(templatesDirectory(), `${template}.json`), 'utf8')),
  );

const preset = (type: string, id: string): Graph => {
  const found = catalogue.find(type)?.presets?.find((each) => each.id === id);
  if (!found) throw new Error(`the benchmark found no preset ${id} of ${type}.`);
  return found.graph;
};

/** The digits template with convolutional networks, in batches whose step takes some 60 ms on one core. */
export const convolutionalVae = (): ProjectDocument => {
  const base = study('vae-digits', 'data.layout=image', 'decoder.output_shape=1,28,28', 'data.batch_size=384');
  const networks = {
    encoder: preset('network.encoder', 'convnet'),
    decoder: preset('network.decoder', 'convnet'),
  };
  return parse(JSON.stringify({ ...base, networks }));
};
