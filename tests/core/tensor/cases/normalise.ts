import { groupNorm as groupNormLayer } from '../../../../src/core/nn';
import { inverseDeviation, mul, rowAffine, square, standardise } from '../../../../src/core/tensor';
import { type Cases, of, shapes } from './case';

const epsilon = 1e-3;

export const normaliseCases = {
  standardise: [
    { name: 'rows', inputs: shapes([3, 7]), build: (x) => square(standardise(x, epsilon)) },
    { name: 'an axis of size 1 before', inputs: shapes([2, 1, 9]), build: (x) => square(standardise(x, epsilon)) },
    { name: 'far from zero', inputs: [of([2, 16], [4, 6])], build: (x) => square(standardise(x, epsilon)) },
  ],
  inverseDeviation: [
    { name: 'rows', inputs: shapes([3, 5]), build: (x) => inverseDeviation(x, epsilon) },
    {
      name: 'beside the standardised values',
      inputs: shapes([2, 3, 4]),
      build: (x) => mul(standardise(x, epsilon), inverseDeviation(x, epsilon)),
    },
  ],
  rowAffine: [
    { name: 'rows', inputs: shapes([2, 3, 5], [2, 3, 1], [2, 3, 1]), build: (x, a, c) => square(rowAffine(x, a, c)) },
    { name: 'one row', inputs: shapes([7], [1], [1]), build: (x, a, c) => rowAffine(x, a, c) },
  ],
  groupNorm: [
    {
      name: 'two groups of three channels',
      inputs: [...shapes([2, 6, 3, 2]), ...shapes([6], [6])],
      build: (x, scale, shift) => square(groupNormLayer(x, 2, { scale, shift, epsilon })),
    },
    {
      name: 'one group, one axis',
      inputs: [...shapes([3, 2, 5]), ...shapes([2], [2])],
      build: (x, scale, shift) => square(groupNormLayer(x, 1, { scale, shift, epsilon })),
    },
    {
      name: 'a group a channel',
      inputs: [...shapes([1, 3, 2, 2, 3]), ...shapes([3], [3])],
      build: (x, scale, shift) => square(groupNormLayer(x, 3, { scale, shift, epsilon })),
    },
  ],
} satisfies Cases;
