import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LensBoundary } from '../../../src/renderer/lenses/LensBoundary';

test('a lens that cannot be drawn says which it is, what happened, and can be drawn again', () => {
  const boundary = new LensBoundary({ lens: 'codes', children: 'the lens' });
  const drawn = (): string => renderToStaticMarkup(createElement('div', null, boundary.render()));
  expect(drawn()).toContain('the lens');
  boundary.state = LensBoundary.getDerivedStateFromError(new Error('no such code'));
  expect(drawn()).toContain('The Codes lens could not be drawn');
  expect(drawn()).toContain('no such code');
  expect(drawn()).toContain('lens.again');
  expect(drawn()).not.toContain('the lens<');
});
