/** How generative models are told apart: by what they know of p(x), and how they draw from it. */

export interface Family {
  id: string;
  title: string;
  /** What it knows of the density of data and how it draws, in one line. */
  knows: string;
  /** What can be said of log p(x); absent where models of other families are put to use. */
  likelihood?: string;
  /** Rows of the list of models, as documents name them. */
  models: readonly string[];
}

/**
 * Families in the order in which they build on each other.
 * Source of the division into explicit and implicit densities: Goodfellow 2016, NIPS tutorial on GANs, figure 9.
 */
export const families: readonly Family[] = [
  {
    id: 'densities',
    title: 'Densities and clusters',
    knows: 'Explicit density, exact: where data lies, without a network',
    likelihood: 'exact, in nats',
    models: ['M01', 'M02'],
  },
  {
    id: 'latent-variables',
    title: 'Autoencoders and latent variables',
    knows: 'Explicit density, bounded from below: codes that data is decoded from',
    likelihood: 'a lower bound (ELBO), tightened by importance weights; a plain autoencoder has none',
    models: ['M03', 'M04', 'M05', 'M06'],
  },
  {
    id: 'adversarial',
    title: 'Adversarial networks',
    knows: 'Implicit density: samples in one go, no likelihood',
    likelihood: 'none: samples are judged by two-sample tests',
    models: ['M07', 'M08', 'M09'],
  },
  {
    id: 'autoregressive',
    title: 'Autoregressive models',
    knows: 'Explicit density, exact: one token or pixel after the other',
    likelihood: 'exact, by summing conditionals',
    models: ['M10', 'M11', 'M12'],
  },
  {
    id: 'flows',
    title: 'Normalizing flows',
    knows: 'Explicit density, exact: an invertible map from noise to data',
    likelihood: 'exact, by the change of variables',
    models: ['M13'],
  },
  {
    id: 'energy',
    title: 'Energy-based models',
    knows: 'Explicit density up to a constant: samples by chains',
    likelihood: 'up to a constant that nobody knows',
    models: ['M14'],
  },
  {
    id: 'diffusion',
    title: 'Diffusion, score and rectified flow',
    knows: 'Implicit density: from noise to data in many small steps',
    likelihood: 'none in closed form: samples are judged by two-sample tests',
    models: ['M15', 'M16', 'M17', 'M18', 'M19', 'M20', 'M21', 'M22', 'M23'],
  },
  {
    id: 'uses',
    title: 'What they are used for',
    knows: 'Classification, inverse problems, sound, shapes and more',
    models: ['M24', 'M25', 'M26', 'M27', 'M28', 'M29', 'M30', 'M31', 'M32', 'M33', 'M34', 'M35', 'M36'],
  },
];

/** The family of a document: that of the first of its models that has one. */
export const familyOf = (models: readonly string[]): Family | undefined =>
  families.find((family) => models[0] !== undefined && family.models.includes(models[0]));
