import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeBlock } from '../../../actions/comments/code-block.ts';
import { codeSpan } from '../../../actions/comments/code-span.ts';
import { escapeMarkdown, gap, plainLine } from '../../../actions/comments/escape-markdown.ts';
import { renderedMarkdown } from '../../helpers/github/rendered-markdown.ts';

/** What is hostile in a comment, and texts made of it. */
const hostile = [
  '@ann',
  '@garden/admins',
  '#123',
  'GH-123',
  'garden/orangery#5',
  'https://github.com/garden/orangery/issues/1',
  'www.example.org',
  'ann@example.org',
  '<!-- orangery:report -->',
  '<img src=x onerror=alert(1)>',
  '</details>',
  '`code`',
  '```',
  '| cell |',
  '[link](https://example.org)',
  '![image](https://example.org/x.png)',
  '[x]: https://example.org',
  '**bold** _it_ ~~gone~~',
  '# heading',
  '- item',
  '1. item',
  '1) item',
  '> quote',
  '---',
  '===',
  '$x^2$',
  '&lt;b&gt; &#64;ann',
  '\\',
  '\\@ann',
  'a\nb',
  'a\r\n\r\n# b',
  'a\u2028b',
  '\u202egnp.exe\u202c',
  'a\u0000b',
  '\t    indented',
  ':smile:',
  '/merge',
  '<https://example.org>',
  '- [ ] task',
  '[^1]',
];
const text = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 8 })))
    .map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...hostile), { maxLength: 5 }).map((parts) => parts.join(' ')),
  fc.string({ maxLength: 40 }),
);

function withoutGaps(shown: string): string {
  return shown.replaceAll(gap, '');
}

/** What GitHub joins to a mention or a reference after it has rendered the text. */
const live = [/@[\p{L}\p{N}_]/u, /#\d/, /\bgh-\d/i, /:\/\//, /\bwww\./i];

describe('an escaped text', () => {
  it.each(hostile)('shows %j as it is, and nothing comes of it', (input) => {
    const { elements, raw, text: shown } = renderedMarkdown(`a ${escapeMarkdown(input)} b`);
    expect(elements).toEqual(['p']);
    expect(raw).toEqual([]);
    expect(withoutGaps(shown)).toBe(plainLine(`a ${plainLine(input)} b`));
    for (const pattern of live) expect(shown).not.toMatch(pattern);
  });

  it('is one paragraph of its own words, wherever it stands', () => {
    fc.assert(
      fc.property(text, (input) => {
        const escaped = escapeMarkdown(input, 1000);
        expect(escaped).not.toMatch(/[\n\r\u202a-\u202e\u2066-\u2069]/);
        fc.pre(escaped !== '');
        const { elements, raw, text: shown } = renderedMarkdown(escaped);
        expect(elements).toEqual(['p']);
        expect(raw).toEqual([]);
        expect(withoutGaps(shown)).toBe(plainLine(input));
        for (const pattern of live) expect(shown).not.toMatch(pattern);
      }),
      { numRuns: 1000 },
    );
  });

  it('stays in its cell of a table', () => {
    fc.assert(
      fc.property(text, (input) => {
        const table = `| a | b |\n| - | - |\n| ${escapeMarkdown(input, 1000)} | ${codeSpan(input, 1000)} |`;
        const { cells, elements } = renderedMarkdown(table);
        expect(cells).toHaveLength(2);
        expect(withoutGaps(cells[0]!)).toBe(plainLine(input));
        expect(withoutGaps(cells[1]!)).toBe(plainLine(input).replaceAll('|', '¦') || '(empty)');
        expect(
          elements.filter((name) => !/^(table|thead|tbody|tr|th|td|code)$/.test(name)),
        ).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is cut by characters, not within one', () => {
    expect(escapeMarkdown('🌱'.repeat(10), 4)).toBe('🌱🌱🌱…');
  });
});

describe('a code span', () => {
  it('is one code of its own words', () => {
    fc.assert(
      fc.property(text, (input) => {
        const { elements, raw, text: shown } = renderedMarkdown(`a ${codeSpan(input, 1000)} b`);
        const expected = plainLine(input).replaceAll('|', '¦');
        expect(raw).toEqual([]);
        expect(elements).toEqual(expected === '' ? ['p'] : ['p', 'code']);
        expect(withoutGaps(shown)).toBe(`a ${expected || '(empty)'} b`);
      }),
      { numRuns: 1000 },
    );
  });

  it('never holds a marker', () => {
    expect(codeSpan('<!-- orangery:report -->')).not.toContain('<!--');
  });
});

describe('a code block', () => {
  it('ends where it should', () => {
    fc.assert(
      fc.property(text, (input) => {
        const { elements, raw } = renderedMarkdown(`${codeBlock(input, 'suggestion')}\n\nend`);
        expect(raw).toEqual([]);
        expect(elements).toEqual(['pre', 'code', 'p']);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps lines as they are', () => {
    expect(codeBlock('license: Apache-2.0\n', 'suggestion')).toBe(
      '```suggestion\nlicense: Apache-2.0\n```',
    );
    expect(codeBlock('a\n```\nb')).toBe('````\na\n```\nb\n````');
  });
});
