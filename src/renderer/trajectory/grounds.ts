import type { SessionInfo } from '../../protocol/worker';
import type { LaneSettings } from './lanes';
import { ofPlane } from './model-density';
import type { Ground } from './view';

/** What can lie under the particles: fields where a lane follows one, the model's own density where it knows it. */
export function groundsOf(
  { field, densities }: Pick<SessionInfo['probes'], 'field' | 'densities'>,
  lanes: readonly Pick<LaneSettings, 'walk'>[],
): readonly Ground[] {
  const hasField = field?.dimensions === 2 && lanes.some(({ walk }) => walk === null);
  const knows = densities.some(ofPlane);
  return [
    'none',
    ...(hasField ? (['velocity', 'score'] as const) : []),
    'density',
    ...(knows ? (['model_density'] as const) : []),
  ];
}

/** The chosen one where it can be shown, else what the model itself says. */
export const shownGround = (chosen: Ground, able: readonly Ground[]): Ground => {
  if (able.includes(chosen)) return chosen;
  return able.includes('model_density') ? 'model_density' : 'none';
};
