/** Networks and models as they travel along wires: named, and where others ask them, with functions that can be asked again. */
import type { NoisePath } from '../generative/paths';
import type { Shape, Tensor } from '../tensor';
import type { Draw } from './walk';

/** The network inside a study node, as a trainer or a sampler takes it. */
export type HeldNetwork =
  | NetworkHandle
  | DecoderHandle
  | PriorHandle
  | GeneratorHandle
  | DensityHandle
  | AutoregressiveHandle
  | ClassifierHandle
  | CodebookHandle
  | NamedNetwork;

/** A network that can be told by its name, for instance to say which one a trainer updates. */
export interface NamedNetwork {
  /** Id of the network in the document; of the node where it holds no network but parameters of its own. */
  id: string;
  role: 'encoder' | 'discriminator';
  /** Shape of what it gives without its batch axis. */
  itemShape: Shape;
}

/** A denoiser that can be evaluated again, by a sampler or a probe, on other inputs, with the same parameters. */
export interface NetworkHandle {
  /** Id of the network in the document. */
  id: string;
  role: 'denoiser';
  /** Shape of x without its batch axis. */
  itemShape: Shape;
  /** The path between data and noise that it was trained on. */
  path: NoisePath;
  /** What it can be asked for; undefined where it takes no labels. */
  labels: NetworkLabels | undefined;
  /** x (n, …item), t scalar or (n) in [0, 1], a label for each item (n) where it takes labels → velocity dx/dt (n, …item). */
  velocity(x: Tensor, t: Tensor, labels?: Tensor): Tensor;
}

export interface NetworkLabels {
  /** Real classes: labels 0 to classes − 1. */
  classes: number;
  /** The label that asks for no class; undefined where the network never learned to answer without one. */
  none: number | undefined;
}

/** What decodes latents to the parameters of p(x | z). */
export interface DecoderHandle {
  id: string;
  role: 'decoder';
  /** Study node that holds it: the objective that reads its output says how that is shown. */
  node: string;
  /** Shape of x without its batch axis. */
  itemShape: Shape;
  /** Shape of z without its batch axis. */
  latentShape: Shape;
  labels: NetworkLabels | undefined;
  /** z (n, …latent), a label for each item (n) where it takes labels → parameters of p(x | z) (n, …item). */
  decode(z: Tensor, labels?: Tensor): Tensor;
}

/** The prior of a latent that lies below another one. */
export interface PriorHandle {
  id: string;
  role: 'prior';
  /** Shape of z without its batch axis. */
  itemShape: Shape;
  /** Shape of the latent above without its batch axis. */
  latentShape: Shape;
  /** z above (n, …latent) → mean and log-variance of p(z | z above), (n, …item) each. */
  condition(above: Tensor): { mean: Tensor; logVar: Tensor };
}

/** What makes items of noise in one go. */
export interface GeneratorHandle {
  id: string;
  role: 'generator';
  itemShape: Shape;
  /** Shape of z without its batch axis. */
  latentShape: Shape;
  labels: NetworkLabels | undefined;
  /** z (n, …latent), a label for each item (n) where it takes labels → x (n, …item). */
  generate(z: Tensor, labels?: Tensor): Tensor;
}

/**
 * What a model says of the density of x: its logarithm in nats; a lower bound of it; or the logarithm up to a constant that
 * nobody knows.
 */
export type DensityKind = 'exact' | 'bound' | 'unnormalised';

/** A model of log p(x), or of log p(x | y). */
export interface DensityHandle {
  id: string;
  role: 'density';
  itemShape: Shape;
  kind: DensityKind;
  labels: NetworkLabels | undefined;
  /** x (n, …item), a label for each item (n) where it takes labels → log p of each (n). Differentiable in x. */
  logProb(x: Tensor, labels?: Tensor): Tensor;
  /**
   * Standard normal z (n, …item), a label for each (n) where it takes labels → items (n, …item), and all that lies on the way
   * there, first what is nearest to noise; where the model can.
   */
  fromNoise?(z: Tensor, labels?: Tensor): readonly Tensor[];
  /** Shape of z without its batch axis, where it is not that of an item. */
  noiseShape?: Shape;
  /** Items (n, …item) from other random numbers, for models that noise of the items' shape does not lead to. */
  draw?(draw: Draw): Tensor;
}

/** What tells to which class items belong. */
export interface ClassifierHandle {
  id: string;
  role: 'classifier';
  /** Shape of x without its batch axis. */
  itemShape: Shape;
  classes: number;
  /** Whether it knows how items of each class look, or only how classes differ. */
  approach: 'generative' | 'discriminative';
  /** x (n, …item) → log p(y | x) up to a number for each item (n, classes); log p(x, y) of a generative one. */
  logits(x: Tensor): Tensor;
  /** What it says of items (n, classes) → how familiar each is (n): higher for what belongs to a class. */
  familiarity(logits: Tensor): Tensor;
}

/** p(x) = Π p(x_i | x_<i) over sequences of tokens. */
export interface AutoregressiveHandle {
  id: string;
  role: 'autoregressive';
  /** [length]. */
  itemShape: Shape;
  vocabulary: number;
  /** The sequence as rows of a picture, where it is one. */
  grid: readonly [rows: number, columns: number] | undefined;
  /** Whether each token is the grey level of a pixel, from 0, black, to vocabulary − 1, white. */
  grey?: true;
  labels: NetworkLabels | undefined;
  /** Tokens (n, length) → logits (n, length, vocabulary): those at place i depend on tokens before i alone. */
  logits(tokens: Tensor, labels?: Tensor): Tensor;
}

/** Between latents and tokens. */
export interface CodebookHandle {
  /** Id of the node that holds the codes. */
  id: string;
  role: 'codebook';
  /** Shape of a latent without its batch axis: width, rows and columns; the width alone where an item is one vector. */
  itemShape: Shape;
  vocabulary: number;
  /** Rows and columns of an item's tokens. */
  grid: readonly [rows: number, columns: number];
  /** Tokens (n, rows · columns) int32 → their vectors (n, …latent). */
  lookUp(tokens: Tensor): Tensor;
}

/** Whether a network on a wire can be asked again: then it leads back to the trace that it comes from. */
export const canBeAsked = (network: HeldNetwork): boolean =>
  Object.values(network).some((value) => typeof value === 'function');
