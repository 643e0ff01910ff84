/** Networks and models as they travel along wires: named, and where others ask them, with functions that can be asked again. */
import type { NoisePath } from '../generative/paths';
import type { Shape, Tensor } from '../tensor';

/** The network inside a study node, as a trainer or a sampler takes it. */
export type HeldNetwork =
  | NetworkHandle
  | DecoderHandle
  | GeneratorHandle
  | DensityHandle
  | AutoregressiveHandle
  | CodebookHandle
  | NamedNetwork;

/** A network that can be told by its name, for instance to say which one a trainer updates. */
export interface NamedNetwork {
  /** Id of the network in the document; of the node where it holds no network but parameters of its own. */
  id: string;
  role: 'encoder' | 'discriminator' | 'classifier';
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
  /** Standard normal (n, …item) → items, and all that lies on the way there, first what is nearest to noise; where the model can. */
  fromNoise?(z: Tensor): readonly Tensor[];
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
  labels: NetworkLabels | undefined;
  /** Tokens (n, length) → logits (n, length, vocabulary): those at place i depend on tokens before i alone. */
  logits(tokens: Tensor, labels?: Tensor): Tensor;
}

/** Between pictures and tokens. */
export interface CodebookHandle {
  id: string;
  role: 'codebook';
  /** Shape of x without its batch axis. */
  itemShape: Shape;
  vocabulary: number;
  /** Rows and columns of a picture's tokens. */
  grid: readonly [rows: number, columns: number];
  /** Tokens (n, rows · columns) int32 → their vectors (n, width, rows, columns). */
  lookUp(tokens: Tensor): Tensor;
}

/** One invertible map of a normalizing flow. */
export interface FlowStep {
  /** As it is called on screen. */
  title: string;
  /** x (n, …) → y in the same number of elements, and log |det ∂y/∂x| of each item (n). */
  forward(x: Tensor): { y: Tensor; logDet: Tensor };
  /** The way back; from y as `forward` gave it. */
  inverse(y: Tensor): Tensor;
}

/** Whether a network on a wire can be asked again: then it leads back to the trace that it comes from. */
export const canBeAsked = (network: HeldNetwork): boolean =>
  Object.values(network).some((value) => typeof value === 'function');
