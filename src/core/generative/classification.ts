/** Classifiers: from log p(x, y) or logits to probabilities of classes, and what they say of items that belong to none. */
import { argMax, cast, equal, logSoftmax, logSumExp, max, mean, mul, neg, oneHot, sum, type Tensor } from '../tensor';

/** log p(y | x) (n, classes) from log p(x | y) and log p(y), or from logits: Bayes' rule. */
const logPosterior = (logits: Tensor): Tensor => logSoftmax(logits, 1);

/** −log p(y | x) of the labels (n), averaged, in nats, from logits (n, classes). */
export const crossEntropy = (logits: Tensor, labels: Tensor): Tensor =>
  neg(mean(sum(mul(logPosterior(logits), oneHot(labels, logits.shape[1])), { axes: [1] })));

/** 1 where the likeliest class (n, classes) is the label (n), else 0. */
export const isRight = (logits: Tensor, labels: Tensor): Tensor => cast(equal(argMax(logits, 1), labels), 'float32');

/** log p(x) (n) from log p(x, y) (n, classes): how familiar items are to a generative classifier. */
export const logEvidence = (joint: Tensor): Tensor => logSumExp(joint, { axes: [1] });

/**
 * log max_y p(y | x) (n): how sure a discriminative classifier is, which is all that it can say of items that belong to no class
 * (Hendrycks & Gimpel 2017, section 2).
 */
export const logConfidence = (logits: Tensor): Tensor => max(logPosterior(logits), { axes: [1] });
