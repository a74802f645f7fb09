import fc from 'fast-check';
import { markdownToHast } from 'satteri';
import { describe, expect, it } from 'vitest';
import { renderCard } from '../../../../marketplace/src/catalogue/render-card.ts';
import { toCard } from '../../../../runner/src/exchange/ai4/card.ts';

describe('toCard', () => {
  it.each([
    // as most files of AI4OS have it, with the comma that is none of HTML's
    [
      `See\n\n<img class='fit', src='https://x.org/a/fish%20map.png'/>\n\nmore`,
      'See\n\n[![fish map.png](https://x.org/a/fish%20map.png)](https://x.org/a/fish%20map.png)\n\nmore',
    ],
    [`<img class=''fit'', src=''https://x.org/a.png''/>`, link('a.png', 'https://x.org/a.png')],
    ['<IMG SRC=https://x.org/a.png ALT="A [b]">', link('A  b', 'https://x.org/a.png')],
    ['<img src="javascript:alert(1)" alt="x">', '*x*'],
    ['<img>', '*picture*'],
    ['<a href=https://x.org/b>arXiv [cs.CV]</a>.', '[arXiv [cs.CV]](https://x.org/b).'],
    ['<a href="https://x.org/(b)">b', '[b](https://x.org/%28b%29)'],
    ['<a name=here>b</a>', 'b'],
    ['<a href="javascript:alert(1)">b</a>', 'b'],
    ['a <b>b</b> <i>c</i> <code>d</code> H<sub>2</sub>O', 'a **b** *c* `d` H2O'],
    ['a<br>\nb<br/>c', 'a\\\nb\\\nc'],
    ['<p>a</p><p>b</p>', 'a\n\nb'],
    ['<h2>Title</h2>text', '## Title\n\ntext'],
    ['<ul>\n<li>one</li>\n<li>two</li>\n</ul>\nend', '- one\n- two\n\nend'],
    ['a<script>alert("</p>")</script>b', 'ab'],
    ['a <!-- hidden --> b', 'a  b'],
    ['put <your-name> here', 'put \\<your-name> here'],
    ['a <b', 'a \\<b'],
  ])('%j', (html, markdown) => {
    expect(toCard(html).card).toBe(markdown);
  });

  it.each([
    'plain *Markdown* of [a page](https://x.org), 1 < 2 and 2<3',
    'an address <https://x.org/a?b=c> and <ada@x.org>',
    'code `<img src=x>` stays',
    '```html\n<img src=x>\n```\nafter',
    '~~~\n<p>\n~~~~\nafter',
    'escaped \\<p>',
  ])('leaves %j as it is', (markdown) => {
    expect(toCard(markdown)).toEqual({ card: markdown, notes: [] });
  });

  it('says each kind of tag once, with its place and what became of it', () => {
    expect(toCard('<img src=https://x.org/a.png>\n<img src=b.png><p>[c](./c.html)').notes)
      .toMatchInlineSnapshot(`
        [
          {
            "excerpt": "<img src=https://x.org/a.png>",
            "expected": "Markdown",
            "found": "HTML: <img> 2 times",
            "hint": "It is a picture of Markdown now.",
          },
          {
            "excerpt": "<p>",
            "expected": "Markdown",
            "found": "HTML: <p>",
            "hint": "It is Markdown now, or left out.",
          },
          {
            "excerpt": "b.png",
            "expected": "whole addresses in links",
            "found": ""b.png"",
            "hint": "It leads nowhere from here.",
          },
          {
            "excerpt": "./c.html",
            "expected": "whole addresses in links",
            "found": ""./c.html"",
            "hint": "It leads nowhere from here.",
          },
        ]
      `);
  });

  it('leaves no HTML, whatever is written', () => {
    const piece = fc.constantFrom(
      ...['<', '>', '</', '/>', '<!--', '-->', '<?', '<![CDATA[', '`', '``', '```\n', '~~~\n'],
      ...[
        '<img src=',
        '<a href="x">',
        '</a>',
        '<p>',
        '<div',
        '<b>',
        '</b>',
        '<script>',
        '</script>',
      ],
      ...['\n', '\n\n', '    ', '- ', '> ', '| ', '\\', '"', "'", 'word', ' ', '[', '](', ')'],
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (description) => {
        const { card } = toCard(description);
        const place = { id: 'one', repository: undefined };
        expect(renderCard(card, place)).not.toMatch(/<(?:img|script|div)\b/);
        const raw = JSON.stringify(markdownToHast(card)).match(/"type":"raw"/g);
        expect(raw, JSON.stringify(card)).toBe(null);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads hostile text in time that grows with its length', () => {
    const began = performance.now();
    for (const piece of ['<', '`', '<a "', '``` ', '<!--', '<img src=', '~~~', '\\', '[](']) {
      toCard(piece.repeat((64 * 1024) / piece.length));
    }
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

function link(name: string, address: string): string {
  return `[![${name}](${address})](${address})`;
}
