import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCard } from '../../../marketplace/src/catalogue/render-card.ts';

const place = { id: 'leaf-classifier', repository: 'example/garden' };
const render = (markdown: string): string => renderCard(markdown, place);

describe('renderCard', () => {
  it('renders what a card needs', () => {
    const card = [
      '# Title',
      '## Part',
      'Some **bold** and `code`.',
      '| a | b |\n|---|--:|\n| 1 | 2 |',
      '- item',
    ].join('\n\n');
    expect(render(card).replaceAll('\n', '')).toMatchInlineSnapshot(
      `"<h3>Title</h3><h4>Part</h4><p>Some <strong>bold</strong> and <code>code</code>.</p><table><thead><tr><th>a</th><th align="right">b</th></tr></thead><tbody><tr><td>1</td><td align="right">2</td></tr></tbody></table><ul><li>item</li></ul>"`,
    );
  });

  it('puts the highest heading below the heading of its section', () => {
    expect(render('## a\n\n### b')).toContain('<h3>a</h3>');
    expect(render('## a\n\n### b')).toContain('<h4>b</h4>');
    expect(render('# a\n\n###### b')).toContain('<h6>b</h6>');
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a script in a line', 'a <script>alert(1)</script> b'],
    ['an image handler', '<img src=x onerror=alert(1)>'],
    ['a style', '<style>body{display:none}</style>'],
    ['a style attribute', '<p style="position:fixed">x</p>'],
    ['a frame', '<iframe src="https://evil.example"></iframe>'],
    ['a form', '<form action="https://evil.example"><input name=q></form>'],
    ['an SVG', '<svg onload=alert(1)><script>alert(1)</script></svg>'],
    ['a script link', '[x](javascript:alert(1))'],
    ['a script link in capitals', '[x](JaVaScRiPt:alert(1))'],
    ['an encoded script link', '[x](&#106;avascript&colon;alert(1))'],
    ['a script link with a tab', '[x](java&#9;script:alert(1))'],
    ['a script link in a definition', '[x][y]\n\n[y]: javascript:alert(1)'],
    ['an autolink', '<javascript:alert(1)>'],
    ['a data link', '[x](data:text/html;base64,PHNjcmlwdD4=)'],
    ['a vbscript link', '[x](vbscript:msgbox)'],
    ['a file link', '[x](file:///etc/passwd)'],
    ['a link without scheme', '[x](//evil.example/x)'],
    ['a link upwards', '[x](../../../etc/passwd)'],
    ['a picture from elsewhere', '![x](https://evil.example/pixel.png)'],
    ['a picture of data', '![x](data:image/svg+xml,<svg/onload=alert(1)>)'],
    ['a title with quotes', '[x](https://a.example "t\\" onmouseover=\\"alert(1)")'],
    ['a comment', '<!-- --><script>alert(1)</script>'],
    ['front matter', '---js\nprocess.exit()\n---\n'],
  ])('makes %s harmless', (_, markdown) => {
    expect(dangers(render(markdown))).toEqual([]);
  });

  it('keeps the words of a link it does not follow', () => {
    expect(render('[click me](javascript:alert(1))')).toBe('<p>click me</p>');
  });

  it('says in words what a picture showed', () => {
    expect(render('![Eight leaves](sample/x.png)')).toBe('<p><em>[picture: Eight leaves]</em></p>');
  });

  it('leads links of its folder to the repository, or nowhere', () => {
    expect(render('[request](training/a.yml)')).toContain(
      'href="https://github.com/example/garden/blob/main/modules/leaf-classifier/training/a.yml"',
    );
    expect(renderCard('[request](training/a.yml)', { ...place, repository: undefined })).toBe(
      '<p>request</p>',
    );
  });

  it('gives a page elsewhere no credit and no handle', () => {
    expect(render('[x](https://example.org/a?b=1&c=2)')).toBe(
      '<p><a href="https://example.org/a?b=1&#x26;c=2" rel="nofollow noopener">x</a></p>',
    );
  });

  it('lets no element, attribute or scheme through that is not on its list, whatever is written', () => {
    const piece = fc.constantFrom(
      ...['<script>', '</script>', '<img src=x onerror=alert(1)>', '[x](', 'javascript:', ')', '"'],
      ...['<', '>', '![', ']', '`', '\n', '\n\n', '    ', '# ', '* ', '|', '&#106;', 'data:', '\\'],
      ...['<a href="', '<!--', '-->', '<svg/onload=', 'x', ' ', 'https://a.example', '<style>'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        expect(dangers(render(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

/** Whatever in HTML is not on the short list of harmless parts. */
function dangers(html: string): string[] {
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)((?:"[^"]*"|[^">])*)>/gi)];
  const elements =
    /^(p|br|hr|h[3-6]|ul|ol|li|blockquote|pre|code|em|strong|del|a|table|thead|tbody|tr|th|td)$/;
  const attributes = tags.flatMap(([, , text]) => [...text!.matchAll(/([\w-]+)="([^"]*)"/g)]);
  return [
    ...tags.map(([, name]) => name!).filter((name) => !elements.test(name)),
    ...attributes
      .filter(([, name, value]) => {
        if (name === 'href') return !/^(https?:\/\/|mailto:)/i.test(value!);
        return !/^(rel|align|start|tabindex)$/.test(name!);
      })
      .map(([whole]) => whole),
    ...[html.replace(/<\/?[a-z0-9]+(?:"[^"]*"|[^">])*>/gi, '')].filter((text) =>
      text.includes('<'),
    ),
  ];
}
