/** What views may ask of a node. */
import type { Shape, Tensor } from '../tensor';
import type { AutoregressiveHandle, DensityKind, NetworkLabels } from './handles';

/** How a density depends on one number that its node is set to: what it would be at other values. */
export interface DensityScan {
  /** The setting, a live one, and the values that are asked for, on a logarithmic scale. */
  setting: string;
  range: readonly [least: number, most: number];
  /** The value that holds now, a scalar: what the setting says, or what became of it in training. */
  present(): Tensor;
  /** log p(x) of each item (n) at a value (scalar). */
  logProb(x: Tensor, value: Tensor): Tensor;
  /** Mean log p of the items that the density was made from, at a value (scalar). */
  training(value: Tensor): Tensor;
  /** The same with each item left out of its own density. */
  leaveOneOut(value: Tensor): Tensor;
}

/** Groups that a node puts items into. */
export interface Clusters {
  count: number;
  /** x (n, …item) → the number of its group from 0, for each item (n) int32. */
  assign(x: Tensor): Tensor;
}

/** What a view may ask of a network node, with a batch of its own. */
export type NodeProbe =
  | {
      role: 'encode';
      itemShape: Shape;
      width: number;
      /** The code of x (n, width), and the log-variance about it where the encoder gives a distribution. */
      encode(x: Tensor): { mean: Tensor; logVar?: Tensor };
    }
  | { role: 'decode'; width: number; itemShape: Shape; decode(z: Tensor): Tensor }
  /** `generate` makes an item of each z (n, width), under a label for each (n) int32 where it takes labels. */
  | {
      role: 'generate';
      width: number;
      itemShape: Shape;
      labels: NetworkLabels | undefined;
      generate(z: Tensor, labels?: Tensor): Tensor;
    }
  /** Logits of each place of a sequence from the tokens before it. */
  | (Omit<AutoregressiveHandle, 'role'> & { role: 'continue' })
  /** Latents (n, …latent) as the nearest codes of a codebook, their numbers (n, rows · columns) int32, and the way back. */
  | {
      role: 'codes';
      latentShape: Shape;
      vocabulary: number;
      grid: readonly [rows: number, columns: number];
      quantize(z: Tensor): Tensor;
      lookUp(tokens: Tensor): Tensor;
    }
  /** `discriminate` gives one number for each item (n), under a label for each (n) where it takes labels: a logit or a score. */
  | {
      role: 'discriminate';
      itemShape: Shape;
      labels: NetworkLabels | undefined;
      discriminate(x: Tensor, labels?: Tensor): Tensor;
    }
  /** `logProb` gives log p(x) of each item (n) in nats, or what stands for it, as `kind` says. */
  | {
      role: 'density';
      itemShape: Shape;
      kind: DensityKind;
      labels: NetworkLabels | undefined;
      /** How many numbers of an item the density is of, where the model sees it smaller than it is. */
      numbers?: number;
      logProb(x: Tensor, labels?: Tensor): Tensor;
      scan?: DensityScan;
      clusters?: Clusters;
    }
  | { role: 'cluster'; itemShape: Shape; clusters: Clusters };
