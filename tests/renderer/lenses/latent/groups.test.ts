import { expect, test } from 'vitest';
import { groupsOf } from '../../../../src/renderer/latent/colour/groups';

test('groups in order, with the class that most of each belong to', () => {
  const groups = groupsOf(Uint8Array.of(2, 0, 2, 2, 0), Uint8Array.of(7, 1, 7, 3, 4));
  expect(groups).toEqual([
    { group: 0, count: 2, label: 1, share: 0.5 },
    { group: 2, count: 3, label: 7, share: 2 / 3 },
  ]);
});
