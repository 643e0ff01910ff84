import { curvePicture } from '../../curves/curve-picture';
import { useSession } from '../../state/session';
import { integers, named } from '../arrays';
import { registerExport } from '../registry';

/** Every measured value: `steps` and one array for each curve, not smoothed. */
async function arrays() {
  const { history } = useSession.getState();
  if (!history) throw new Error('There is no run; press Train or take one step, then export again.');
  const { steps, names, series } = history;
  const curves = names.map((name, i) => [name, { shape: [steps.length], data: Float32Array.from(series[i]) }] as const);
  return named({ ...Object.fromEntries(curves), steps: integers(steps) });
}

registerExport('curves', { picture: curvePicture, arrays });
