import { describe, expect, it } from 'vitest';
import { SvgContext } from '../../../src/renderer/export/svg-context';
import { parseXml } from './xml';

const draw = (sketch: (svg: SvgContext) => void): string => {
  const svg = new SvgContext(200, 100);
  sketch(svg);
  return [...svg.pieces()].join('');
};
const body = (text: string): string => text.split('\n').slice(2, -2).join('\n');

describe('an SVG that is drawn like a canvas', () => {
  it('is well-formed, of the size asked for, whatever the words in it', () => {
    const text = draw((svg) => {
      svg.font = '600 12px \'Inter Variable\', "A & B"';
      svg.fillText('a < b && "c" \u0007 x̂₀ → μ', 3, 4);
      svg.strokeText('</svg>', 3, 4);
    });
    const root = parseXml(text);
    expect(root).toMatchObject({ name: 'svg', attributes: { width: '200', height: '100', viewBox: '0 0 200 100' } });
    expect(root.children.map(({ text }) => text)).toEqual(['a < b && "c"  x̂₀ → μ', '</svg>']);
    expect(root.children[0].attributes).toMatchObject({ 'font-size': '12', 'font-weight': '600' });
  });

  it('writes lines, dashes and whole circles', () => {
    const text = draw((svg) => {
      svg.strokeStyle = 'rgb(1, 2, 3)';
      svg.lineWidth = 1.5;
      svg.setLineDash([3, 4]);
      svg.beginPath();
      svg.moveTo(0.00049, 1);
      svg.lineTo(10, 1 / 3);
      svg.stroke();
      svg.setLineDash([]);
      svg.beginPath();
      svg.arc(50, 40, 10, 0, 2 * Math.PI);
      svg.stroke();
    });
    expect(body(text)).toBe(
      [
        '<path d="M0 1L10 0.333" fill="none" stroke="rgb(1, 2, 3)" stroke-width="1.5" stroke-dasharray="3 4"/>',
        '<path d="M60 40A10 10 0 0 1 40 40A10 10 0 0 1 60 40Z" fill="none" stroke="rgb(1, 2, 3)" stroke-width="1.5"/>',
      ].join('\n'),
    );
  });

  it('begins a path at its first point, as a canvas does', () => {
    const text = draw((svg) => {
      svg.beginPath();
      for (const x of [1, 2, 3]) svg.lineTo(x, x);
      svg.stroke();
    });
    expect(text).toContain('d="M1 1L2 2L3 3"');
  });

  it('sets arcs that go backwards, and ones shorter than nothing, as a canvas does', () => {
    const d = (from: number, to: number, back: boolean) =>
      / d="([^"]*)"/.exec(
        draw((svg) => {
          svg.beginPath();
          svg.arc(0, 0, 1, from, to, back);
          svg.stroke();
        }),
      )?.[1];
    expect(d(0, Math.PI / 2, false)).toBe('M1 0A1 1 0 0 1 0 1');
    expect(d(0, -Math.PI / 2, true)).toBe('M1 0A1 1 0 0 0 0 -1');
    // Three quarters around.
    expect(d(0, -Math.PI / 2, false)).toBe('M1 0A1 1 0 0 1 -0.707 0.707A1 1 0 0 1 0 -1');
  });

  it('carries transforms, saved states and clips', () => {
    const text = draw((svg) => {
      svg.save();
      svg.translate(10, 20);
      svg.scale(2, -2);
      svg.rect(0, 0, 5, 5);
      svg.clip();
      svg.globalAlpha = 0.5;
      svg.fillRect(1, 1, 2, 2);
      svg.restore();
      svg.fillRect(0, 0, 1, 1);
    });
    const [defs, clipped, plain] = parseXml(text).children;
    expect(defs.children[0]).toMatchObject({ name: 'clipPath', attributes: { id: 'clip0' } });
    expect(clipped).toMatchObject({ name: 'g', attributes: { 'clip-path': 'url(#clip0)' } });
    expect(clipped.children[0].attributes).toMatchObject({ transform: 'matrix(2 0 0 -2 10 20)', opacity: '0.5' });
    expect(plain.attributes).toEqual({ d: 'M0 0h1v1h-1Z', fill: '#000' });
  });

  it('names a clip once, however often it is set', () => {
    const text = draw((svg) => {
      for (const x of [1, 2]) {
        svg.save();
        svg.beginPath();
        svg.rect(0, 0, 9, 9);
        svg.clip();
        svg.fillRect(x, 0, 1, 1);
        svg.restore();
      }
    });
    const [defs, group] = parseXml(text).children;
    expect([defs.children.length, group.children.length]).toEqual([1, 2]);
  });

  it('opens a group around a crowd, whose elements are made when the file is written', () => {
    let made = 0;
    const svg = new SvgContext(200, 100);
    svg.translate(3, 4);
    svg.globalAlpha = 0.5;
    svg.crowd(function* () {
      for (; made < 3; made++) yield '<circle r="1"/>';
    });
    expect(made).toBe(0);
    const [group] = parseXml([...svg.pieces()].join('')).children;
    expect(group).toMatchObject({ name: 'g', attributes: { transform: 'matrix(1 0 0 1 3 4)', opacity: '0.5' } });
    expect(group.children).toHaveLength(3);
  });

  it('puts words where the baseline of a canvas would be', () => {
    const at = (baseline: CanvasTextBaseline, align: CanvasTextAlign) => {
      const text = draw((svg) => {
        svg.font = '20px sans-serif';
        svg.textBaseline = baseline;
        svg.textAlign = align;
        svg.fillText('x', 50, 50);
      });
      const { y, 'text-anchor': anchor } = parseXml(text).children[0].attributes;
      return [Number(y), anchor];
    };
    expect(at('alphabetic', 'left')).toEqual([50, undefined]);
    expect(at('middle', 'center')).toEqual([57, 'middle']);
    expect(at('top', 'right')).toEqual([66, 'end']);
  });
});
