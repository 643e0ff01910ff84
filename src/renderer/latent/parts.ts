import type { SessionInfo } from '../../protocol/worker';
import type { PlaneStage } from '../lenses/plane/stage';
import type { AskedWeights } from '../lenses/time/training-time';
import type { PlaneAxes } from './axes';
import type { Decoding } from './decoding';
import type { Layout } from './layout/layout';
import type { LayoutState } from './layout/use-layout';
import type { FocusNeighbours } from './neighbours/use-neighbours';
import type { EncodedSet } from './points/collector';
import type { Surveyed } from './points/points-thread';
import type { LatentModel } from './points/source';
import type { LatentScene } from './scene';

/** What the parts of the latent lens (marks over the plane, panels beside it, strips below it) work with. */
export interface LatentParts extends LatentModel {
  info: SessionInfo;
  /** Hidden parts ask for nothing. */
  visible: boolean;
  stage: PlaneStage | null;
  scene: LatentScene | null;
  /** Encoded items as far as they have come, or draws from the prior. */
  set: EncodedSet | null;
  layoutState: LayoutState;
  layout: Layout | null;
  /** Where the items are drawn in the plane: count × 2, row-major. */
  places: Float32Array | null;
  /** The item in focus and what is nearest to it in latent space. */
  near: FocusNeighbours;
  /** What a thread found out about the places; null until it has. */
  survey: Surveyed | null;
  axes: PlaneAxes;
  base: readonly number[];
  /** Whose weights answer. */
  asked: AskedWeights;
  decoding: Decoding;
}
