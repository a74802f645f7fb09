import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '@orangery/schemas';
import { checkModuleFile, readFrontMatter } from '@orangery/schemas/files';

const problemsOf = (text: string): string[] =>
  readFrontMatter(text, 'module.md').yaml.problems.map(formatProblem);
const facts = { hasCode: false, hasDockerfile: false };
/** Text made of what YAML is made of. */
const yamlish = fc
  .array(
    fc.constantFrom(
      ...[
        'a: ',
        'schema: module/1',
        '- ',
        '\n',
        '\n  ',
        '[',
        ']',
        '{',
        '}',
        ',',
        '? ',
        ': ',
        '&x ',
      ],
      ...[
        '*x',
        '!!str ',
        '|',
        '>',
        '"',
        "'",
        '#',
        '---',
        '...',
        '%YAML 1.1',
        '<<: ',
        '1',
        '.inf',
        '~',
      ],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
const code = 'globalThis.wasExecuted = true; module.exports = {};';

describe('front matter', () => {
  it.each([
    '---js',
    '---javascript',
    '--- js',
    '---JS',
    '---json',
    '---coffee',
    '\uFEFF---',
    '\uFEFF---js',
    ' ---js',
    '---\t',
    '---\u2028js',
    '---yaml',
    '----',
    'title: x',
    '',
  ])('refuses a first line of %j and runs nothing', (fence) => {
    const problems = problemsOf(`${fence}\n${code}\n---\ncard\n`);
    expect(problems[0]).toMatch(/^module\.md:1:1: expected front matter/);
    expect((globalThis as { wasExecuted?: boolean }).wasExecuted).toBeUndefined();
  });

  it('refuses front matter without an end', () => {
    expect(problemsOf('---\ntitle: x\n')).toEqual([
      'module.md:1:1: expected a line of three dashes that ends the front matter, found none',
    ]);
  });

  it('refuses an end with something behind its dashes', () => {
    expect(problemsOf('---\ntitle: x\n---js\n---\ncard\n')).toEqual([
      'module.md:3:1: expected a line of three dashes that ends the front matter, found "---js"',
    ]);
  });

  it('does not keep what it read before', () => {
    const text = '---\na: [1]\n---\ncard\n';
    const first = readFrontMatter(text, 'module.md').yaml.value as { a: number[] };
    first.a.push(2);
    expect(readFrontMatter(text, 'module.md').yaml.value).toEqual({ a: [1] });
  });

  it('names the line of a YAML mistake', () => {
    expect(problemsOf('---\na: 1\nb: [1\nc: 2\n---\ncard\n')[0]).toMatch(/^module\.md:4:/);
    expect(problemsOf('---\na: 1\na: 2\n---\ncard\n')[0]).toMatch(/^module\.md:3:1:/);
  });

  it('keeps an unquoted date a text', () => {
    const { yaml } = readFrontMatter('---\ncreated: 2026-01-02\n---\ncard\n', 'module.md');
    expect(yaml.value).toEqual({ created: '2026-01-02' });
  });

  it.each([
    ['a key twice', 'a: 1\na: 2', /unique/],
    ['a custom tag', 'a: !!js/function x', /tag/i],
    ['a tag of another schema', 'a: !!binary aGk=', /tag/i],
    ['a timestamp tag', 'a: !!timestamp 2026-01-01', /tag/i],
    ['a list as key', '? [a]\n: 1', /key/],
    ['two documents', 'a: 1\n...\nb: 2', /valid YAML/],
    ['an alias to itself', 'a: &a [*a]', /levels|alias/],
    [
      'too many aliases',
      `a: &a [x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]`,
      /alias/i,
    ],
    ['more than 64 KB', `a: ${'x'.repeat(70_000)}`, /65536 bytes/],
    ['deep nesting', `a: ${'['.repeat(20)}${']'.repeat(20)}`, /levels/],
    ['what is no YAML', 'a: [1', /valid YAML/],
  ])('refuses %s', (_, yaml, message) => {
    expect(problemsOf(`---\n${yaml}\n---\ncard\n`).join('\n')).toMatch(message);
  });

  it.each(['\n', '\r\n'])('names the line and column of a value with line ends %j', (end) => {
    const lines = [
      '---',
      'schema: module/1',
      'title: 7',
      'summary: A summary of it.',
      '---',
      'card',
    ];
    const checked = checkModuleFile(lines.join(end), 'module.md', facts);
    expect(checked.kind).toBe('invalid');
    if (checked.kind !== 'invalid') return;
    const title = checked.problems.find(({ pointer }) => pointer === '/title')!;
    expect(formatProblem(title)).toBe('module.md:3:8 /title: expected a string, found 7');
  });

  it('suggests the field that was meant', () => {
    const checked = checkModuleFile('---\nlicence: MIT\ntitle: x\n---\n', 'module.md', facts);
    if (checked.kind !== 'invalid') throw new Error('expected problems');
    const problem = checked.problems.find(({ pointer }) => pointer === '/licence');
    expect(problem).toMatchObject({ line: 2, column: 1, hint: 'Did you mean license?' });
  });

  it('looks at nothing of a text that is too large', () => {
    expect(problemsOf(`---\na: [${'x,'.repeat(1_000_000)}]\n---\n`)).toHaveLength(1);
  });

  it.each(['[', '{a: ', '- ', '? '])('takes 60 KB of %j without a stack overflow', (part) => {
    const problems = problemsOf(`---\n${part.repeat(60_000 / part.length)}\n---\n`);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(20);
  });

  it('never throws, whatever the text is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((body) => `---\n${body}\n---\n`),
      yamlish.map((body) => `---\n${body}\n---\ncard\n`),
    );
    fc.assert(
      fc.property(text, (anything) => {
        checkModuleFile(anything, 'module.md', facts);
      }),
      { numRuns: 1000 },
    );
  });
});
