import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { References } from '../../../src/renderer/inspector/References';

test('references of one source that follow each other say it once', () => {
  const html = renderToStaticMarkup(
    createElement(References, {
      references: [
        { metric: 'fid', value: 5.1, source: 'one run' },
        { metric: 'fid_floor', value: 0.164, source: 'one run' },
        { metric: 'mmd', value: 0.117, source: 'another' },
      ],
    }),
  );
  expect(html.split('one run')).toHaveLength(2);
  expect(html.indexOf('0.164')).toBeLessThan(html.indexOf('one run'));
  expect(html.indexOf('another')).toBeGreaterThan(html.indexOf('0.117'));
  expect(html.split('not measured')).toHaveLength(4);
});
