import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import type { Graph, ProjectDocument } from '../../../src/core/graph/document';
import { assigned, imageVae, parsed, template } from '../compile/documents';

const presetOf = (type: string, id: string): Graph => {
  const preset = catalogue.find(type)?.presets?.find((each) => each.id === id);
  if (!preset) throw new Error(`${type} has no preset ${id}`);
  return preset.graph;
};

const rows = template('vae-digits');
const images = imageVae({
  encoder: presetOf('network.encoder', 'convnet'),
  decoder: presetOf('network.decoder', 'convnet'),
});
const flow = template('rectified-flow-2d');

/** A study around each kind of network node, by the preset's id; `network` is the one to replace. */
const studies: Record<string, { network: string; of: (preset: string) => ProjectDocument; output: string }> = {
  'network.encoder': {
    network: 'encoder',
    of: (preset) => (preset === 'convnet' ? images : rows),
    output: 'encoder:q',
  },
  'network.decoder': {
    network: 'decoder',
    of: (preset) => (preset === 'convnet' ? images : rows),
    output: 'decoder:x_hat',
  },
  'network.denoiser': { network: 'denoiser', of: () => flow, output: 'denoiser:prediction' },
};

const withNetwork = (document: ProjectDocument, network: string, graph: Graph): ProjectDocument =>
  parsed({ ...document, networks: { ...document.networks, [network]: graph } });

const held = catalogue.all.filter(({ presets }) => presets);

test('every node that holds a network has a study to try it in', () => {
  expect(Object.keys(studies).sort()).toEqual(held.map(({ type }) => type).sort());
});

describe.each(held.flatMap(({ type, presets = [] }) => presets.map(({ id }) => [type, id] as const)))(
  '%s, preset %s',
  (type, id) => {
    const { network, of, output } = studies[type];
    const document = withNetwork(of(id), network, presetOf(type, id));

    test('traces without a problem in a study', () => {
      const analysis = analyse(document, catalogue);
      expect(analysis.problems).toEqual([]);
      expect(analysis.ok).toBe(true);
      expect(analysis.parametersByNode[network]).toBeGreaterThan(0);
      expect(analysis.outputs[output].shape[0]).toBe(analysis.outputs['data:x'].shape[0]);
    });
  },
);

test('an MLP takes images as well: they are flattened and put back', () => {
  const document = parsed({ ...images, networks: rows.networks });
  const analysis = analyse(document, catalogue);
  expect(analysis.problems).toEqual([]);
  expect(analysis.outputs['decoder:x_hat'].shape).toEqual([128, 1, 28, 28]);
});

test('every point set can be chosen, and the drawn one once something is drawn', () => {
  const setting = catalogue.find('data.points')?.settings.set;
  const options = setting?.type === 'choice' ? setting.options.map(({ value }) => value) : [];
  expect(options).toHaveLength(8);
  for (const set of options) {
    const chosen = assigned(flow, `data.set=${set}`);
    expect([set, analyse(chosen, catalogue).ok]).toEqual([set, set !== 'drawn']);
  }
  expect(analyse(assigned(flow, 'data.set=drawn', 'data.points=0,0; 0.5,-1'), catalogue).ok).toBe(true);
});
