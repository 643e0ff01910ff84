/**
 * The network by which grey pictures of 28 × 28 are compared: a small classifier of digits whose last hidden layer stands for what
 * a picture shows. Its weights come with the program (`resources/features/digits.safetensors`); `loom features` trains them.
 */
import { conv2d, linear, type ParameterSpec, relu, reshape, type Shape, silu, type Tensor } from '../tensor';

/** Rows and columns of a picture. */
export const PICTURE_SIDE = 28;
/** Numbers that stand for a picture. */
export const FEATURES = 64;
/** Digits 0 to 9. */
export const DIGIT_CLASSES = 10;

/** Channels of the convolutions, each of which halves the picture: 28 → 14 → 7 → 4. */
const CHANNELS = [16, 32, 32];
const LAST_SIDE = 4;
const KERNEL = 3;

/** Parameters by name; weights with the numbers that each output depends on. */
export const digitParameters: readonly (ParameterSpec & { fanIn: number })[] = [
  ...CHANNELS.flatMap((channels, i) => {
    const before = CHANNELS[i - 1] ?? 1;
    const fanIn = before * KERNEL ** 2;
    return [
      { name: `conv${i + 1}.weight`, shape: [channels, before, KERNEL, KERNEL], fanIn },
      { name: `conv${i + 1}.bias`, shape: [channels], fanIn },
    ];
  }),
  ...dense('features', CHANNELS[CHANNELS.length - 1] * LAST_SIDE ** 2, FEATURES),
  ...dense('classes', FEATURES, DIGIT_CLASSES),
];

function dense(name: string, fanIn: number, width: number): (ParameterSpec & { fanIn: number })[] {
  const weight: Shape = [fanIn, width];
  return [
    { name: `${name}.weight`, shape: weight, fanIn },
    { name: `${name}.bias`, shape: [width], fanIn },
  ];
}

/**
 * Grey levels in [0, 1], x (n, 784), → what stands for each picture, `features` (n, 64; of
 * held-out digits their mean square is 1), and the logits of its digit (n, 10).
 * @param parameters those of `digitParameters` by name.
 */
export const digitNetwork = (
  parameters: Readonly<Record<string, Tensor>>,
  x: Tensor,
): { features: Tensor; logits: Tensor } => {
  const [n] = x.shape;
  const maps = CHANNELS.reduce(
    (h, _, i) =>
      silu(
        conv2d(h, parameters[`conv${i + 1}.weight`], {
          stride: 2,
          padding: 1,
          bias: parameters[`conv${i + 1}.bias`],
        }),
      ),
    reshape(x, [n, 1, PICTURE_SIDE, PICTURE_SIDE]),
  );
  const row = reshape(maps, [n, maps.shape[1] * maps.shape[2] * maps.shape[3]]);
  const features = relu(linear(row, parameters['features.weight'], parameters['features.bias']));
  return { features, logits: linear(features, parameters['classes.weight'], parameters['classes.bias']) };
};
