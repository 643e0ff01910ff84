import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writePlane } from '../../../src/renderer/export/plane-picture';
import { SvgContext } from '../../../src/renderer/export/svg-context';
import type { Theme } from '../../../src/renderer/lenses/colour/theme';
import { drawAxes, drawCircle, drawWords } from '../../../src/renderer/lenses/plane/axes';
import type { Layer } from '../../../src/renderer/lenses/plane/layer';
import { PointsLayer } from '../../../src/renderer/lenses/plane/points-layer';
import { closedPath } from '../../../src/renderer/lenses/plane/rings';
import type { PlaneStage, Sketch } from '../../../src/renderer/lenses/plane/stage';
import { parseXml } from './xml';

const grey = [128, 128, 128] as const;
const names = [
  'ground',
  'panel',
  'line',
  'lineStrong',
  'text',
  'muted',
  'faint',
  'accent',
  'data',
  'latent',
  'sampler',
];
const theme: Theme = Object.assign(Object.fromEntries([...names, 'objective'].map((name) => [name, grey])), {
  light: false,
}) as unknown as Theme;
const size = { width: 400, height: 200 };
const view = { x: 0, y: 0, scale: 50 };

function written(layers: Layer[], under: Sketch | null = null) {
  const svg = new SvgContext(size.width, size.height);
  const marks = { toDataURL: () => 'data:image/png;base64,AAAA' };
  const marksAt = (_: number, take: (canvas: unknown) => void) => take(marks);
  const stage = { parts: { view, size, theme, under, over: null, layers, marksAt } };
  writePlane(stage as unknown as PlaneStage, svg);
  const { children } = parseXml([...svg.pieces()].join(''));
  return children.flatMap((each) => (each.name === 'g' ? each.children : [each]));
}

function points(count: number, shape: 'disc' | 'diamond' = 'disc'): PointsLayer {
  const layer = new PointsLayer(shape);
  layer.place(
    Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? 1 : 0.5)),
    count,
  );
  layer.colour(Uint8Array.from({ length: 4 * count }, (_, i) => [10, 20, 30, 255][i % 4]));
  layer.size = 6;
  return layer;
}

describe('a plane as SVG', () => {
  it('has every point where it is seen, in its colour', () => {
    const circles = written([points(3)]);
    expect(circles.map(({ name }) => name)).toEqual(['circle', 'circle', 'circle']);
    expect(circles[0].attributes).toEqual({ cx: '250', cy: '75', r: '3', fill: 'rgb(10, 20, 30)' });
    expect(written([points(1, 'diamond')])[0].attributes.d).toBe('M250 72l3 3l-3 3l-3 -3Z');
  });

  it('shows one moment, whatever moves while the file is written', () => {
    const layer = points(1);
    const svg = new SvgContext(size.width, size.height);
    const stage = { parts: { view, size, theme, under: null, over: null, layers: [layer], marksAt: null } };
    writePlane(stage as unknown as PlaneStage, svg);
    layer.place(Float32Array.of(-3, -1), 1);
    expect([...svg.pieces()].join('')).toContain('<circle cx="250" cy="75"');
  });

  it('puts a crowd in as a picture, in the order of the layers', () => {
    expect(written([points(2), points(20_001), points(1)]).map(({ name }) => name)).toEqual([
      'circle',
      'circle',
      'image',
      'circle',
    ]);
  });

  describe('and the sketches of the lenses', () => {
    beforeAll(() => {
      vi.stubGlobal(
        'Path2D',
        class {
          moveTo() {}
          lineTo() {}
          closePath() {}
        },
      );
    });
    afterAll(() => void vi.unstubAllGlobals());

    it('are drawn by the code that draws them on a canvas', () => {
      const sketch: Sketch = (context, at, room, colours) => {
        drawAxes(context, at, room, colours);
        drawCircle(context, at, room, 1, 'rgb(1, 1, 1)');
        drawWords(context, 'prior 2σ', [10, 20], 'rgb(2, 2, 2)', 'rgba(0, 0, 0, 0.5)');
        context.fill(closedPath([[0, 0, 1, 0, 1, 1]]), 'evenodd');
      };
      const all = written([], sketch);
      expect(all.filter(({ name }) => name === 'text').map(({ text }) => text)).toContain('prior 2σ');
      expect(all.some(({ attributes }) => attributes['stroke-dasharray'] === '3 4')).toBe(true);
      expect(all.at(-1)?.attributes).toMatchObject({ d: 'M0 0L1 0L1 1Z', 'fill-rule': 'evenodd' });
    });
  });
});
