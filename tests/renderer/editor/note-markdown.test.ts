import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import NoteMarkdown from '../../../src/renderer/editor/NoteMarkdown';
import { noteSections, withHeading } from '../../../src/renderer/editor/note-sections';

const html = (text: string): string => renderToStaticMarkup(createElement(NoteMarkdown, { text }));

describe('a note', () => {
  it('typesets Markdown, tables and formulas', () => {
    const text = html('# Title\n\n**bold** and $x^2$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done');
    expect(text).toContain('<h1>Title</h1>');
    expect(text).toContain('<strong>bold</strong>');
    expect(text).toContain('class="katex"');
    expect(text).toContain('<td>2</td>');
    expect(text).toContain('☑');
  });

  it('displays a formula on a line of its own, and leaves code alone', () => {
    expect(html('so\n$$x^2$$\nis')).toContain('katex-display');
    expect(html('so $$x^2$$ is')).not.toContain('katex-display');
    expect(html('```\n$$x^2$$\n```')).toContain('$$x^2$$');
  });

  it('leads nowhere: links are words with their address, pictures are named, HTML is shown as written', () => {
    const text = html(
      '[paper](https://a.example/x) ![cat](https://b.example/c.png) <b>x</b> <script>y</script>\n\nhttps://c.example',
    );
    expect(text).not.toMatch(/<a\b|<img\b|<b>|<script|href=|src=/);
    expect(text).toContain('(https://a.example/x)');
    expect(text).toContain('[picture: cat]');
    expect(text).toContain('&lt;b&gt;');
    expect(text.split('https://c.example')).toHaveLength(2);
  });

  it('a formula that cannot be set appears as it was written', () => {
    expect(html('so $\\frac{1}{$ is wrong')).toContain('\\frac{1}{');
    expect(html('$\\undefinedthing$')).toContain('\\undefinedthing');
    expect(html('$\\href{https://a.example}{x}$')).not.toContain('href="');
  });

  it('what would keep the parser busy is shown as written', () => {
    const plain = (text: string) => noteSections(text).map((section) => section.plain);
    expect(plain('>'.repeat(2_000))).toEqual([true]);
    expect(plain('1. '.repeat(900))).toEqual([true]);
    expect(plain('$x$ '.repeat(400))).toEqual([true]);
    expect(plain(`$${'x+'.repeat(900)}x$`)).toEqual([true]);
    expect(plain('word '.repeat(4_000))).toEqual([true]);
    expect(plain('Many $x_1, x_2$ and $$\\frac{a}{b}$$ in a text of words. '.repeat(20))).toEqual([false]);
    expect(html('>'.repeat(20_000))).toContain('&gt;&gt;&gt;');
  });
});

describe('parts of a long note', () => {
  const paragraph = 'word '.repeat(200).trim();

  it('are cut at blank lines, nothing is lost and none is long', () => {
    const text = Array.from({ length: 19 }, (_, i) => `${i} ${paragraph}`).join('\n\n');
    const sections = noteSections(text);
    expect(sections.length).toBeGreaterThan(3);
    expect(sections.map((section) => section.text).join('\n\n')).toBe(text);
    expect(sections.every((section) => section.text.length <= 3_100 && !section.plain)).toBe(true);
  });

  it('never cut code or a formula in two', () => {
    const code = `\`\`\`\na\n\n${'b\n\n'.repeat(100)}\`\`\``;
    const formula = `$$\nx\n\ny\n$$`;
    const text = [paragraph, paragraph, paragraph, code, formula, paragraph].join('\n\n');
    for (const section of noteSections(text)) {
      expect(section.text.split('```').length % 2).toBe(1);
      expect(section.text.split('$$').length % 2).toBe(1);
    }
  });
});

describe('the first line', () => {
  it.each([
    ['Title\nbody', '#### Title\n\nbody'],
    ['Title\n\nbody', '#### Title\n\n\nbody'],
  ])('is a heading where more follows: %j', (text, expected) => expect(withHeading(text)).toBe(expected));

  it.each([
    'only',
    'only\n',
    '# own\nx',
    '- a\n- b',
    '1. a\n2. b',
    '> q\nx',
    '| a |\n|---|',
    'a | b\n--- | ---',
    'Set\n===',
    '```\nx',
    '$$\nx\n$$',
    '**b**\nx',
    ' x\ny',
  ])('is left alone where it begins something itself: %j', (text) => expect(withHeading(text)).toBe(text));
});
