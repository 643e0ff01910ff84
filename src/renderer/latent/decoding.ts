import type { WeightsRef } from '../../protocol/worker';
import type { AskedWeights } from '../lenses/time/training-time';

/** How z is decoded: by whose weights, and as which class where a class can be asked for. */
export interface Decoding {
  /** To send along with each question. */
  asked: { weights: WeightsRef | undefined; label?: number };
  /** Changes when the same z may decode to something else. */
  key: string;
}

export const decodingOf = ({ weights, key }: AskedWeights, label: number | null): Decoding =>
  label === null ? { asked: { weights }, key } : { asked: { weights, label }, key: `${key} as ${label}` };
