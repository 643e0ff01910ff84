/** Small studies of latent-variable models. */
import type { ProjectDocument } from '../../../src/core/graph/document';
import { chain, node, parsed, tinyVae, wire } from '../compile/documents';

const hidden = (width: number) => node('mlp', 'block.mlp', { hidden: [width], activation: 'tanh' });

/** Points in the plane → z₁ of 3 and z₂ of 2 numbers, p(z₁ | z₂), a Gaussian decoder of learned σ; batches of 16. */
export const tinyHierarchy = (): ProjectDocument =>
  parsed({
    ...tinyVae(),
    study: {
      nodes: [
        node('data', 'data.points', { set: 'two-moons', batch_size: 16 }),
        { ...node('encoder_2', 'network.encoder', { latent: 2 }), network: 'encoder_2' },
        { ...node('encoder_1', 'network.encoder', { latent: 3 }), network: 'encoder_1' },
        node('z_1', 'latent.reparameterize'),
        node('z_2', 'latent.reparameterize'),
        { ...node('prior', 'network.prior', { latent: 3 }), network: 'prior' },
        { ...node('decoder', 'network.decoder', { output_shape: [2] }), network: 'decoder' },
        node('reconstruction', 'objective.reconstruction', { likelihood: 'gaussian_learned', sigma: 0.3 }),
        node('kl_1', 'objective.kl', { beta: 0.8 }),
        node('kl_2', 'objective.kl'),
        node('sampler', 'sampler.decoder'),
        node('trainer', 'trainer.adam', { learning_rate: 0.01, steps: 40 }),
        node('elbo', 'metric.elbo'),
      ],
      edges: [
        wire('data.x', 'encoder_1.x'),
        wire('data.x', 'encoder_2.x'),
        wire('encoder_1.q', 'z_1.q'),
        wire('encoder_2.q', 'z_2.q'),
        wire('z_2.z', 'prior.z'),
        wire('z_1.z', 'decoder.z'),
        wire('decoder.x_hat', 'reconstruction.prediction'),
        wire('data.x', 'reconstruction.target'),
        wire('encoder_1.q', 'kl_1.q'),
        wire('prior.p', 'kl_1.prior'),
        wire('encoder_2.q', 'kl_2.q'),
        wire('decoder.network', 'sampler.network'),
        wire('prior.network', 'sampler.priors'),
        wire('reconstruction.sigma', 'sampler.sigma'),
        wire('reconstruction.loss', 'trainer.losses'),
        wire('kl_1.loss', 'trainer.losses'),
        wire('kl_2.loss', 'trainer.losses'),
        wire('reconstruction.loss', 'elbo.reconstruction'),
        wire('kl_1.kl', 'elbo.kl'),
        wire('kl_2.kl', 'elbo.kl'),
      ],
      notes: [],
    },
    networks: {
      encoder_1: chain('x', hidden(5)),
      encoder_2: chain('x', hidden(6)),
      prior: chain('z', hidden(4)),
      decoder: chain('z', hidden(4)),
    },
  });

/** The tiny VAE with networks that are one linear layer each, its bound from K draws, and a sampler of means. */
export const linearVae = (samples: number, likelihood = 'gaussian'): ProjectDocument => {
  const base = tinyVae();
  return parsed({
    ...base,
    study: {
      ...base.study,
      nodes: [
        ...base.study.nodes.map((each) =>
          each.id === 'reconstruction' ? { ...each, settings: { ...each.settings, likelihood } } : each,
        ),
        node('bound', 'metric.importance_bound', { samples }),
        node('sampler', 'sampler.decoder'),
      ],
      edges: [
        ...base.study.edges,
        wire('data.x', 'bound.x'),
        wire('encoder.q', 'bound.q'),
        wire('decoder.network', 'bound.network'),
        wire('reconstruction.sigma', 'bound.sigma'),
        wire('decoder.network', 'sampler.network'),
      ],
    },
    networks: { encoder: chain('x'), decoder: chain('z', node('linear', 'layer.linear', { features: 2 })) },
  });
};

/** Codes of 1 and of 2 numbers for points in the plane, in one study. */
export const twoAutoencoders = (): ProjectDocument => {
  const parts = [1, 2].map((width) => ({
    nodes: [
      { ...node(`encoder_${width}`, 'network.code_encoder', { latent: width }), network: `encoder_${width}` },
      { ...node(`decoder_${width}`, 'network.decoder', { output_shape: [2] }), network: `decoder_${width}` },
      node(`error_${width}`, 'objective.reconstruction', { likelihood: 'squared_error' }),
      node(`measure_${width}`, 'metric.reconstruction'),
    ],
    edges: [
      wire('data.x', `encoder_${width}.x`),
      wire(`encoder_${width}.z`, `decoder_${width}.z`),
      wire(`decoder_${width}.x_hat`, `error_${width}.prediction`),
      wire('data.x', `error_${width}.target`),
      wire(`error_${width}.loss`, 'trainer.losses'),
      wire(`error_${width}.loss`, `measure_${width}.reconstruction`),
      wire(`encoder_${width}.z`, `measure_${width}.z`),
    ],
    networks: { [`encoder_${width}`]: chain('x', hidden(5)), [`decoder_${width}`]: chain('z', hidden(4)) },
  }));
  return parsed({
    ...tinyVae(),
    study: {
      nodes: [
        node('data', 'data.points', { set: 'two-moons', batch_size: 16 }),
        ...parts.flatMap(({ nodes }) => nodes),
        node('trainer', 'trainer.adam', { learning_rate: 0.01, steps: 40 }),
      ],
      edges: parts.flatMap(({ edges }) => edges),
      notes: [],
    },
    networks: Object.assign({}, ...parts.map(({ networks }) => networks)),
  });
};
