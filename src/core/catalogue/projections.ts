import { project, projectBack, towardsComponents, variancesAlong, withBatch } from '../generative/projection';
import { add, div, mean, reshape, sizeOf, square, sub, sum, type Tensor } from '../tensor';
import { flat } from './layer-tools';
import { set } from './remedies';
import { type BuildContext, type DecoderHandle, defineNode, type PortValue } from './types';

/** The covariance of larger items would not fit into memory beside the rest. */
const LARGEST = 4_096;
/** The directions are made orthogonal one after the other, so the program grows with them. */
const MOST = 64;
/** Steps of the iteration at each batch. */
const ITERATIONS = 2;

interface Principal {
  centre: Tensor;
  components: Tensor;
}

const widthOf = (context: BuildContext, d: number): number => {
  const width = context.number('components');
  if (d > LARGEST)
    context.fail(`takes items of up to ${LARGEST} numbers, but these have ${d}; put an encoder in its place.`);
  if (width > d)
    context.fail(
      `cannot find ${width} directions among ${d} numbers; set its components to ${d} or fewer.`,
      set('components', d, `Set components to ${d}`),
    );
  return width;
};

/** The directions as they are kept; random ones before the first batch. */
const principal = (context: BuildContext): Principal => {
  const [, d] = flat(context.tensor('x')).shape;
  const k = widthOf(context, d);
  return {
    centre: context.state('mean', [d], { type: 'zeros' }),
    components: context.state('directions', [k, d], { type: 'normal', std: 1 / Math.sqrt(d) }),
  };
};

/** Takes a batch into mean and covariance, and turns the directions towards those of most variance. */
const learn = (context: BuildContext, { centre, components }: Principal, rows: Tensor): Principal => {
  const [, d] = rows.shape;
  const seen = context.state('batches', [1], { type: 'zeros' });
  const covariance = context.state('covariance', [d, d], { type: 'zeros' });
  const share = div(1, add(reshape(seen, []), 1));
  const moments = withBatch({ mean: centre, covariance }, rows, share);
  let next = components;
  for (let i = 0; i < ITERATIONS; i++) next = towardsComponents(next, moments.covariance);
  context.update('batches', add(seen, 1));
  context.update('mean', moments.mean);
  context.update('covariance', moments.covariance);
  context.update('directions', next);
  context.update('variances', variancesAlong(next, moments.covariance));
  return { centre: moments.mean, components: next };
};

const decoderOf = (context: BuildContext, { centre, components }: Principal): DecoderHandle => {
  const itemShape = context.tensor('x').shape.slice(1);
  return {
    id: context.node,
    role: 'decoder',
    node: context.node,
    itemShape,
    latentShape: [components.shape[0]],
    labels: undefined,
    decode: (z) => reshape(projectBack(z, centre, components), [z.shape[0], ...itemShape]),
  };
};

const pca = defineNode({
  type: 'projection.pca',
  version: 1,
  title: 'Principal components',
  level: 'study',
  category: 'network',
  summary: 'The few directions along which data spreads most',
  help: 'Items are seen from the directions of most variance, widest first: the best flat picture of them, and the best autoencoder without a curve in it. Mean and covariance are those of all that was shown; the directions turn towards the covariance’s axes at every batch. It follows no gradient, a Fit is enough. Wire its network into Back projection to see what z stands for.',
  formula: 'z = W (x - \\mu),\\quad W \\,\\Sigma\\, W^\\top = \\mathrm{diag}(\\lambda_1 \\ge \\lambda_2 \\ge \\dots)',
  source: 'Pearson 1901; orthogonal iteration: Golub & Van Loan 2013, section 8.2.4',
  keywords: ['pca', 'linear', 'projection', 'embedding', 'eigenvectors', 'whitening', 'autoencoder'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: {
    z: { label: 'z', kinds: ['latent'] },
    loss: { label: 'loss', kinds: ['loss'], help: 'Squared distance of an item from its own picture.' },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {
    components: {
      type: 'integer',
      label: 'Components',
      help: 'How many directions are kept.',
      default: 2,
      min: 1,
      max: MOST,
      scale: 'log',
    },
  },
  build: (context): Record<string, PortValue> => {
    const rows = flat(context.tensor('x'));
    const [, d] = rows.shape;
    const before = principal(context);
    context.state('variances', [before.components.shape[0]], { type: 'zeros' });
    context.state('covariance', [d, d], { type: 'zeros' });
    context.state('batches', [1], { type: 'zeros' });
    const { centre, components } = context.training ? learn(context, before, rows) : before;
    const z = project(rows, centre, components);
    const lost = mean(sum(square(sub(rows, projectBack(z, centre, components))), { axes: [1] }));
    const spread = mean(sum(square(sub(rows, reshape(centre, [1, d]))), { axes: [1] }));
    const explained = sub(1, div(lost, spread));
    context.report(explained, '', 'variance explained');
    context.measure('variance_explained', explained);
    return {
      z: { kind: 'latent', tensor: z },
      loss: { kind: 'loss', tensor: lost },
      network: { kind: 'network', network: decoderOf(context, { centre, components }) },
    };
  },
  probe: (context) => {
    const { centre, components } = principal(context);
    return {
      role: 'encode',
      itemShape: context.tensor('x').shape.slice(1),
      width: components.shape[0],
      encode: (x) => ({ mean: project(flat(x), centre, components) }),
    };
  },
});

const givenDecoder = (context: BuildContext): DecoderHandle => {
  const value = context.input('network');
  if (value.kind === 'network' && value.network.role === 'decoder') return value.network;
  return context.fail('needs the network of Principal components on its input; wire one into it.');
};

const backProjection = defineNode({
  type: 'projection.back',
  version: 1,
  title: 'Back projection',
  level: 'study',
  category: 'network',
  summary: 'The item that lies nearest to a place among the principal components',
  help: 'Goes from z back to an item: the mean, plus so much of every direction. What the directions do not span is lost.',
  formula: '\\hat x = \\mu + W^\\top z',
  source: 'Pearson 1901',
  keywords: ['pca', 'reconstruction', 'inverse', 'decoder'],
  inputs: {
    z: { label: 'z', kinds: ['latent', 'noise'] },
    network: { label: 'network', kinds: ['network'] },
  },
  outputs: { x_hat: { label: 'x̂', kinds: ['data'] } },
  settings: {},
  build: (context) => {
    const { latentShape, decode } = givenDecoder(context);
    const z = context.tensor('z');
    const [given, wanted] = [sizeOf(z.shape.slice(1)), sizeOf(latentShape)];
    if (given !== wanted)
      context.fail(`gets ${given} numbers an item, but its components are ${wanted}; wire their own z into it.`);
    return { x_hat: { kind: 'data', tensor: decode(reshape(z, [z.shape[0], ...latentShape])) } };
  },
  probe: (context) => {
    const { itemShape, latentShape, decode } = givenDecoder(context);
    return {
      role: 'decode',
      width: sizeOf(latentShape),
      itemShape,
      decode: (z) => decode(reshape(z, [z.shape[0], ...latentShape])),
    };
  },
});

export const projections = [pca, backProjection];
