import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findCommands } from '../../../actions/commands/find-commands.ts';

it.each([
  ['a line of its own', '/help', ['/help']],
  ['among sentences', 'Thanks!\n/merge\nLooks good.', ['/merge']],
  ['several', '/validate\n/merge abc1234', ['/validate', '/merge abc1234']],
  ['with carriage returns', 'Hello\r\n/help\r\n/merge', ['/help', '/merge']],
  ['indented by spaces that Markdown ignores', '  /help', ['/help']],
  ['with a quoted word', '/key a "b c" 12', ['/key a "b c" 12']],
])('finds a command %s', (_, text, expected) => {
  expect(findCommands(text)).toEqual(expected);
});

it.each([
  ['in a fence', '```\n/merge\n```'],
  ['in a fence that is not closed', '~~~\n/merge'],
  ['in indented code', '    /merge'],
  ['in a quotation', '> /merge'],
  ['in the lazy end of a quotation', '> as you said\n/merge'],
  ['in an HTML comment', '<!--\n/merge\n-->'],
  ['in an HTML comment within a paragraph', 'text <!--\n/merge\n--> text'],
  ['in HTML', '<details>\n/merge\n</details>'],
  ['in code that spans lines', 'run `a\n/merge` now'],
  ['in a list', '- first\n  /merge'],
  ['in a heading', '# /merge'],
  ['in a table', 'a | b\n--|--\n- | /merge'],
  ['within a sentence', 'please /merge it'],
  ['as a path', 'see\n/Etc/passwd'],
])('ignores a command %s', (_, text) => {
  expect(findCommands(text)).toEqual([]);
});

it('takes at most five', () => {
  expect(findCommands('/help\n'.repeat(50))).toHaveLength(5);
});

it('takes any text, and gives lines of it', () => {
  const text = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom('/merge', '```', '> ', '<!--', '-->', '    ', '`', '\r\n'),
    ),
  );
  fc.assert(
    fc.property(text, (parts) => {
      const source = parts.join('\n');
      for (const line of findCommands(source)) {
        expect(source).toContain(line);
        expect(line).toMatch(/^\/[a-z]/);
      }
    }),
  );
});

it('finds nothing that a fence encloses, whatever is said', () => {
  const line = fc.stringMatching(/^[^`\r\n]*$/);
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const inside = ['/merge', ...lines].join('\n');
      expect(findCommands(`\`\`\`\n${inside}\n\`\`\``)).toEqual([]);
    }),
  );
});
