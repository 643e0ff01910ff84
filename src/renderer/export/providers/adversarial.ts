import type { ArrayData } from '../../../core/export';
import { useAdversarialView } from '../../adversarial/view';
import { useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { integers, jsonArray, named } from '../arrays';
import { registerExport } from '../registry';
import { trainingFilm } from './training';

/** Real and generated points, where the generated ones are pushed, and what the discriminator says of them. */
async function arrays(): Promise<ReadonlyMap<string, ArrayData>> {
  const { client, info } = useSession.getState();
  if (!client || !info) throw new Error('No model is open; press Train or take one step, then export again.');
  const { seed, count } = useAdversarialView.getState();
  const { step } = useTrainingTime.getState();
  const dimensions = info.probes.adversarial?.dimensions ?? 2;
  const answer = await client.request('probe.adversarial', {
    channel: 'export.adversarial',
    weights: step === null ? undefined : { step },
    seed,
    count,
    // The lens's own grid depends on what is in sight; the discriminator's word on each point stands in `fake_scores`.
    grid: new Float32Array(dimensions),
    gridCount: 1,
  });
  const shape = [answer.count, answer.dimensions];
  return named({
    real: { shape, data: answer.real },
    real_labels: answer.realLabels.length > 0 ? integers(answer.realLabels) : null,
    fake: { shape, data: answer.fake },
    push: { shape, data: answer.push },
    fake_scores: { shape: [answer.fakeScores.length], data: answer.fakeScores },
    settings: jsonArray({ run: info.run, seed, step: answer.step, scale: answer.scale }),
  });
}

registerExport('adversarial', { films: trainingFilm, arrays });
