import { test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { analyse } from '../../src/core/compile';
import { documents } from '../core/compile/wrong-wiring-documents';
import { writeFileSync } from 'node:fs';
test('print', () => {
  const out = Object.entries(documents).map(([name, d]) => {
    try { return [name, analyse(d, catalogue).problems.map(({fixes=[], ...p}) => ({...p, fixes: fixes.map(f=>f.label)}))]; } catch (e) { return [name, String(e)]; }
  });
  writeFileSync('/tmp/wrong.json', JSON.stringify(out, null, 1));
});
