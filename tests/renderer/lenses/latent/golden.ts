import text from '../../../golden/layouts.json?raw';

/** Numbers from PyTorch; written by tests/golden/make_layouts.py. */
interface Golden {
  rows: number;
  width: number;
  z: number[];
  mean: number[];
  components: number[];
  shares: number[];
  places: number[];
  distances: number[];
  cosine: number[];
}

export const golden: Golden = JSON.parse(text);
