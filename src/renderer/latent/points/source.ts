import type { SessionInfo } from '../../../protocol/worker';

/** Where the points of the plane come from: data that an encoder puts there, or draws of z from the prior. */
export type PointSource = 'data' | 'prior';

/** What the latent lens can show of a model. */
export interface LatentModel {
  source: PointSource;
  /** Numbers in z. */
  width: number;
  /** Whether z can be decoded. */
  decodes: boolean;
  /** Classes that what decodes can be asked for; 0 where it takes no labels. */
  classes: number;
}

/** What there is of z in a model; null where nothing encodes and nothing decodes. */
export function latentModel({ encode, decode }: SessionInfo['probes']): LatentModel | null {
  if (encode) {
    const decodes = decode?.width === encode.width;
    return { source: 'data', width: encode.width, decodes, classes: decodes ? decode.classes : 0 };
  }
  return decode && { source: 'prior', width: decode.width, decodes: true, classes: decode.classes };
}

/** The class that is asked for: the chosen one, the first where there is no such class, null where there are none. */
export const askedClass = (classes: number, chosen: number | null): number | null =>
  classes === 0 ? null : chosen !== null && chosen < classes ? chosen : 0;
