/** Running statistics, which no gradient changes, in studies with several trainers. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chain, node, parsed } from '../core/compile/documents';
import { tinyGan } from '../core/compile/gan-documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();

/** Both networks keep running statistics. */
const normed = () => {
  const layers = () => [
    node('mlp', 'block.mlp', { hidden: [4], activation: 'tanh' }),
    node('norm', 'layer.batch_norm'),
  ];
  const networks = { generator: chain('z', ...layers()), discriminator: chain('x', ...layers()) };
  return parsed({ ...tinyGan({ d_trainer: { updates_per_step: 2 } }), networks });
};

test('belong to the turns of their network: one turn of each is a whole step, bit for bit', async () => {
  const whole = await openSession(normed(), join(folder, 'whole'));
  await trainTo(whole, 2);
  const parts = await openSession(normed(), join(folder, 'parts'));
  for (const trainer of ['d_trainer', 'g_trainer', 'd_trainer', 'g_trainer']) await parts.train(trainer);
  expect(await parts.weightsSha256()).toBe(await whole.weightsSha256());
});
