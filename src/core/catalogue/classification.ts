import { crossEntropy, isRight, logConfidence, logEvidence } from '../generative/classification';
import { auroc } from '../metrics/auroc';
import { concat, constant, expandDims, type Tensor } from '../tensor';
import { classifierPresets } from './presets';
import { type BuildContext, type ClassifierHandle, type DensityHandle, defineNode, type PortValue } from './types';

const classesOf = (context: BuildContext, value: PortValue): number => {
  if (value.kind === 'label' && value.none === undefined && value.classes !== undefined) return value.classes;
  return context.fail('needs the labels of data, of which it is known how many there are; wire them into it.');
};

/** x (n, …item) → logits (n, classes). */
const logitsOf = (context: BuildContext, x: Tensor): Tensor =>
  context.network({ x }, [x.shape[0], classesOf(context, context.input('y'))]);

const classifier = defineNode({
  type: 'network.classifier',
  version: 1,
  title: 'Classifier',
  level: 'study',
  category: 'network',
  summary: 'Tells the class of an item straight away, p(y | x)',
  help: 'Learns where one class ends and the next begins, and nothing of what items look like: every item gets a class, also one that belongs to none. Wire the labels in to say how many classes there are; the network never sees them. Open it to wire the layers.',
  formula: 'p_\\theta(y \\mid x) = \\mathrm{softmax}\\left(f_\\theta(x)\\right)_y',
  source: 'Bishop 2006, section 4.3.4',
  keywords: ['discriminative', 'softmax', 'logits', 'recognition'],
  inputs: {
    x: { label: 'x', kinds: ['data', 'latent'] },
    y: { label: 'y', kinds: ['label'], help: 'How many classes there are.', shapeOnly: true },
  },
  outputs: { logits: { label: 'logits', kinds: ['value'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {},
  holds: 'network',
  presets: classifierPresets,
  build: (context) => ({
    logits: { kind: 'value', tensor: logitsOf(context, context.tensor('x')) },
    network: {
      kind: 'network',
      network: {
        id: context.held(),
        role: 'classifier',
        itemShape: context.tensor('x').shape.slice(1),
        classes: classesOf(context, context.input('y')),
        approach: 'discriminative',
        logits: (x) => logitsOf(context, x),
        familiarity: logConfidence,
      },
    },
  }),
});

const classification = defineNode({
  type: 'objective.classification',
  version: 1,
  title: 'Classification loss',
  level: 'study',
  category: 'objective',
  summary: 'How improbable a classifier finds the labels, −log p(y | x)',
  help: 'Averaged over the batch, in nats. A classifier that guesses evenly among ten classes stands at log 10 ≈ 2.303.',
  formula: '-\\mathbb E_{x, y}\\left[\\log p_\\theta(y \\mid x)\\right]',
  source: 'Bishop 2006, eq. 4.108',
  keywords: ['classifier', 'softmax', 'log loss', 'nll'],
  inputs: { logits: { label: 'logits', kinds: ['value'] }, y: { label: 'y', kinds: ['label'] } },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {},
  build: (context) => {
    const logits = context.tensor('logits');
    if (logits.shape.length !== 2)
      context.fail(
        `needs one logit for each class of each item but gets ${logits.shape.join(' × ') || 'a single number'}; wire a Classifier into it.`,
      );
    const loss = crossEntropy(logits, context.tensor('y'));
    context.report(loss, 'nats');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

const densityOf = (context: BuildContext): DensityHandle & { labels: { classes: number } } => {
  const value = context.input('network');
  if (value.kind !== 'network' || value.network.role !== 'density')
    return context.fail('needs the network of a model that knows a density of each class; wire one into it.');
  const { labels } = value.network;
  if (!labels)
    return context.fail(
      'needs log p(x | y), but this model takes no labels; wire labels into it, or choose another one.',
    );
  return { ...value.network, labels };
};

/** log p(x | y) + log p(y) under each class (n, classes); every class as probable as the next. */
const jointOf = ({ labels: { classes }, logProb }: ReturnType<typeof densityOf>, x: Tensor): Tensor => {
  const [n] = x.shape;
  const each = Array.from({ length: classes }, (_, y) =>
    expandDims(logProb(x, constant(new Int32Array(n).fill(y), [n])), 1),
  );
  return concat(each, 1);
};

const bayes = defineNode({
  type: 'classifier.bayes',
  version: 1,
  title: 'Bayes classifier',
  level: 'study',
  category: 'operation',
  summary: 'Makes a classifier of any density that takes labels: which class would have made this?',
  help: 'A model of how items of each class look also tells to which class one belongs, by Bayes’ rule, with every class as probable as the next. It asks the model once for each class. What a classifier cannot say, it can: where no class would have made an item, log p(x) is low, and the item is an outlier. Nothing is trained here.',
  formula: 'p(y \\mid x) = \\frac{p(x \\mid y)\\,p(y)}{\\sum_{c} p(x \\mid c)\\,p(c)}',
  source: 'Bishop 2006, section 4.2; Ng & Jordan 2002',
  keywords: ['generative classifier', 'posterior', 'outlier', 'open set', 'naive bayes'],
  inputs: { network: { label: 'density', kinds: ['network'], help: 'A density that takes labels: log p(x | y).' } },
  outputs: { network: { label: 'classifier', kinds: ['network'] } },
  settings: {},
  build: (context) => {
    const density = densityOf(context);
    const { id, itemShape, labels } = density;
    return {
      network: {
        kind: 'network',
        network: {
          id,
          role: 'classifier',
          itemShape,
          classes: labels.classes,
          approach: 'generative',
          logits: (x) => jointOf(density, x),
          familiarity: logEvidence,
        },
      },
    };
  },
});

const classifierOf = (context: BuildContext): ClassifierHandle => {
  const value = context.input('network');
  if (value.kind === 'network' && value.network.role === 'classifier') return value.network;
  return context.fail('needs a classifier on its input; wire a Classifier or a Bayes classifier into it.');
};

const SUFFIX = { generative: '', discriminative: '_discriminative' } as const;

const classificationMetric = defineNode({
  type: 'metric.classification',
  version: 1,
  title: 'Accuracy and outliers',
  level: 'study',
  category: 'metric',
  summary: 'How often a classifier is right on held-out items, and whether it notices what belongs to no class',
  help: 'Accuracy is the share of held-out items whose likeliest class is their label. With outliers wired in it also measures how well these are told from the held-out items: the area under the ROC curve, 1 where every outlier looks less familiar than every item, 0.5 by chance. Familiar means log p(x) to a generative classifier, and how sure it is of a class, log max p(y | x), to a discriminative one.',
  formula:
    '\\text{AUROC} = P\\left(s(x) > s(x_{\\text{out}})\\right),\\quad s = \\log p(x)\\ \\text{or}\\ \\max_y \\log p(y \\mid x)',
  source: 'Hendrycks & Gimpel 2017; Hanley & McNeil 1982',
  keywords: [
    'accuracy',
    'auroc',
    'auc',
    'roc',
    'out of distribution',
    'anomaly',
    'open set',
    'rejection',
    'evaluation',
  ],
  inputs: {
    network: { label: 'classifier', kinds: ['network'] },
    x: { label: 'x', kinds: ['data', 'latent'] },
    y: { label: 'y', kinds: ['label'] },
    outliers: { label: 'outliers', kinds: ['data', 'latent'], help: 'Items that belong to no class.', optional: true },
  },
  outputs: {},
  settings: {},
  build: (context) => {
    const { itemShape } = classifierOf(context);
    for (const port of ['x', 'outliers']) {
      const value = context.optionalInput(port);
      const given = value && 'tensor' in value ? value.tensor.shape.slice(1) : itemShape;
      if (given.join() !== itemShape.join())
        context.fail(
          `gets items of ${given.join(' × ')} on "${port}", but the classifier takes ${itemShape.join(' × ')}; choose the same layout for both.`,
        );
    }
    return {};
  },
  columnMeasure: (context) => {
    const { approach, logits, familiarity } = classifierOf(context);
    const [accuracy, rejection] = ['test_accuracy', 'outlier_auroc'].map((name) => `${name}${SUFFIX[approach]}`);
    const told = logits(context.tensor('x'));
    const outliers = context.optionalInput('outliers');
    const columns: Record<string, Tensor> = { right: isRight(told, context.tensor('y')), familiar: familiarity(told) };
    if (outliers) columns.strange = familiarity(logits(context.tensor('outliers')));
    return {
      names: outliers ? [accuracy, rejection] : [accuracy],
      columns,
      measure: ({ right, familiar, strange: outside }) => ({
        [accuracy]: right.reduce((sum, each) => sum + each, 0) / right.length,
        ...(outside && { [rejection]: auroc(familiar, outside) }),
      }),
    };
  },
});

/** Telling classes apart, straight away or by way of densities. */
export const classifiers = [classifier, classification, bayes, classificationMetric];
