/** Weights of the reference workloads, which have PyTorch's names, under the names that presets give them. */

import { findWorkload, initialParameters } from '../../../bench/workloads';
import type { NamedArrays } from '../../../src/core/tensor';

/** [a, b] → [b, a]. */
const transposed = (values: Float32Array, rows: number): Float32Array => {
  const columns = values.length / rows;
  return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
};

/** Columns from `start` to `end` of a matrix with `width` of them. */
const columns = (values: Float32Array, width: number, start: number, end: number): Float32Array => {
  const rows = values.length / width;
  const size = end - start;
  return Float32Array.from(
    { length: rows * size },
    (_, i) => values[Math.floor(i / size) * width + start + (i % size)],
  );
};

type Names = Readonly<Record<string, string>>;

/** Both numbers of each layer: `ours` ← `theirs`. */
const renamed = (weights: NamedArrays, names: Names): Record<string, Float32Array> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([ours, theirs]) =>
      ['weight', 'bias'].map((part) => [`${ours}${part}`, weights[`${theirs}.${part}`]] as const),
    ),
  );

const residual = (ours: string, theirs: string, skip: boolean): Names => ({
  [`${ours}/norm1.`]: `${theirs}.n1`,
  [`${ours}/conv1.`]: `${theirs}.c1`,
  [`${ours}/condition.`]: `${theirs}.emb`,
  [`${ours}/norm2.`]: `${theirs}.n2`,
  [`${ours}/conv2.`]: `${theirs}.c2`,
  ...(skip && { [`${ours}/skip.`]: `${theirs}.skip` }),
});

const unet = (): Record<string, Float32Array> => {
  const weights = initialParameters(findWorkload('ddpm-unet')());
  const named = renamed(weights, {
    'it/time/0.': 'temb.0',
    'it/time/1.': 'temb.2',
    'it/stem/': 'inp',
    ...residual('it/down1', 'd1', false),
    'it/shrink1/': 'down1',
    ...residual('it/down2', 'd2', true),
    'it/shrink2/': 'down2',
    ...residual('it/middle1', 'm1', false),
    'attention/norm/': 'attn.n',
    'attention/attention/qkv.': 'attn.qkv',
    'attention/attention/out.': 'attn.o',
    ...residual('it/middle2', 'm2', false),
    ...residual('it/up2', 'u2', true),
    ...residual('it/up1', 'u1', true),
    'it/norm/': 'on',
    'it/last/': 'out',
  });
  // Convolutions of one pixel hold [out, in], linear maps [in, out].
  for (const [name, rows] of [
    ['qkv', 192],
    ['out', 64],
  ] as const) {
    const key = `attention/attention/${name}.weight`;
    named[key] = transposed(named[key], rows);
  }
  return named;
};

/** What a layer of block i is called. */
const inBlock = (layer: string, i: number): string => `block/${layer}/${i}.`;
const WIDTH = 128;

const mixing = (i: number): Names => ({
  [`${inBlock('attention', i)}qkv.`]: `blocks.${i}.attn.qkv`,
  [`${inBlock('attention', i)}out.`]: `blocks.${i}.attn.o`,
  [inBlock('wide', i)]: `blocks.${i}.mlp.0`,
  [inBlock('narrow', i)]: `blocks.${i}.mlp.2`,
});

/** The six modulations of a block: scale, shift and strength, twice. */
const adaptive = (weights: NamedArrays, i: number): Record<string, Float32Array> =>
  Object.fromEntries(
    (
      [
        ['modulate1', 0, 2],
        ['gate1', 2, 3],
        ['modulate2', 3, 5],
        ['gate2', 5, 6],
      ] as const
    ).flatMap(([layer, from, to]) =>
      ['weight', 'bias'].map((part) => [
        `${inBlock(layer, i)}${part}`,
        columns(weights[`blocks.${i}.ada.${part}`], 6 * WIDTH, from * WIDTH, to * WIDTH),
      ]),
    ),
  );

const dit = (): Record<string, Float32Array> => {
  const weights = initialParameters(findWorkload('dit')());
  return {
    ...renamed(weights, {
      'it/tokens/': 'patch',
      'it/time/0.': 'temb.0',
      'it/time/1.': 'temb.2',
      ...Object.assign({}, ...[0, 1, 2, 3].map(mixing)),
      'it/modulate/': 'ada',
      'it/pixels/': 'out',
    }),
    'it/positions/weight': weights.pos,
    'it/digit/weight': weights['label.weight'],
    ...Object.assign({}, ...[0, 1, 2, 3].map((i) => adaptive(weights, i))),
  };
};

const couplings = (): Record<string, Float32Array> => {
  const weights = initialParameters(findWorkload('realnvp')());
  const net = (i: number): Names => ({
    [`coupling/net/${i}.0.`]: `nets.${i}.0`,
    [`coupling/net/${i}.1.`]: `nets.${i}.2`,
    [`coupling/both/${i}.`]: `nets.${i}.4`,
  });
  return renamed(weights, Object.assign({}, ...[0, 1, 2, 3, 4, 5, 6, 7].map(net)));
};

const languageModel = (): Record<string, Float32Array> => {
  const weights = initialParameters(findWorkload('char-gpt')());
  const norms = (i: number): Names => ({
    [inBlock('norm1', i)]: `blocks.${i}.n1`,
    [inBlock('norm2', i)]: `blocks.${i}.n2`,
  });
  return {
    ...renamed(weights, {
      ...Object.assign({}, ...[0, 1, 2, 3].flatMap((i) => [mixing(i), norms(i)])),
      'whole/norm/': 'n',
      'whole/logits/': 'head',
    }),
    'whole/table/weight': weights['tok.weight'],
    'whole/positions/weight': weights.pos,
  };
};

/** Initial weights of a preset, those of the workload of the same network; every one of the program's must be there. */
export const presetWeights = {
  unet,
  'dit-labels': dit,
  'coupling-stack': couplings,
  'language-model': languageModel,
} as const;
