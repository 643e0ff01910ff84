import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keyNames } from '../../../src/renderer/components/KeyCaps';
import { rowsOf } from '../../../src/renderer/shell/KeysSheet';
import { GROUPS } from '../../../src/renderer/shell/key-groups';

const PAGE = join(import.meta.dirname, '../../../docs/editor.md');
const [BEGIN, END] = ['<!-- keys -->', '<!-- /keys -->'];

const tables = GROUPS.map((group) => {
  const rows = rowsOf(group).map(
    ([label, keys]) => `| ${label} | ${keys.map((each) => `\`${keyNames(each).join('+')}\``).join(' ')} |`,
  );
  return [`| ${group} | |`, '|---|---|', ...rows].join('\n');
}).join('\n\n');

it('docs/editor.md lists the keys as the keys sheet does', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)).trim()).toBe(tables);
});
