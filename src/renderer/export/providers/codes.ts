import type { ArrayData } from '../../../core/export';
import { filledMaps, shownTokens, tokensOf } from '../../codes/codes';
import { MOST_PICTURES } from '../../codes/use-codes';
import { useCodesView } from '../../codes/view';
import { useTrainingTime } from '../../lenses/time/training-time';
import { useSession } from '../../state/session';
import { integers, jsonArray, named } from '../arrays';
import { registerExport } from '../registry';
import { trainingFilm } from './training';

/** Held-out items whose tokens go along. */
const ITEMS = 1_000;

/** Tokens of held-out items, what a map of each code alone decodes to, and the item as its codes were changed. */
async function arrays(): Promise<ReadonlyMap<string, ArrayData>> {
  const { client, info } = useSession.getState();
  if (!client || !info?.probes.codes)
    throw new Error('No model with a codebook is open; press Train or take one step, then export again.');
  const { item, edited } = useCodesView.getState();
  const { step } = useTrainingTime.getState();
  const weights = step === null ? undefined : { step };
  const { vocabulary, rows, columns } = info.probes.codes;
  const count = Math.min(ITEMS, info.data.test);
  const coded = await client.request('probe.codes', {
    channel: 'export.codes',
    weights,
    split: 'test',
    offset: 0,
    count,
  });
  const codes = Math.min(MOST_PICTURES, vocabulary);
  const alone = await client.request('probe.decode-tokens', {
    channel: 'export.codes.alone',
    weights,
    tokens: filledMaps(codes, rows * columns),
    count: codes,
  });
  const own = tokensOf(coded, Math.min(item, coded.count - 1));
  const map = shownTokens(edited, own, vocabulary);
  const shown = await client.request('probe.decode-tokens', {
    channel: 'export.codes.item',
    weights,
    tokens: map,
    count: 1,
  });
  return named({
    tokens: { shape: [coded.count, rows, columns], data: coded.tokens },
    labels: coded.labels.length > 0 ? integers(coded.labels) : null,
    codes: { shape: [codes, ...alone.itemShape], data: alone.values },
    item_tokens: { shape: [rows, columns], data: map },
    item_decoded: { shape: shown.itemShape, data: shown.values },
    settings: jsonArray({ run: info.run, step: coded.step, item, vocabulary }),
  });
}

registerExport('codes', { films: trainingFilm, arrays });
