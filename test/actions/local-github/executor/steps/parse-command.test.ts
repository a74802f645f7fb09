import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCommand } from '../../../../../actions/local-github/executor/steps/parse-command.ts';

it.each([
  ['::error file=a.md,line=3::wrong', 'error', { file: 'a.md', line: '3' }, 'wrong'],
  ['::add-mask::secret', 'add-mask', {}, 'secret'],
  ['::notice title=a%3Ab%2Cc::100%25%0Anext', 'notice', { title: 'a:b,c' }, '100%\nnext'],
  ['  ::group::A::B', 'group', {}, 'A::B'],
  ['::warning ::', 'warning', {}, ''],
])('reads %s', (line, name, properties, message) => {
  expect(parseCommand(line)).toEqual({ name, properties, message });
});

it.each(['error::x', 'a ::error::x', '::', ':: error::x', ''])('takes %j for text', (line) => {
  expect(parseCommand(line)).toBeNull();
});

it('gives back any message that was escaped as the toolkit does', () => {
  fc.assert(
    fc.property(fc.string(), (message) => {
      const escaped = message
        .replaceAll('%', '%25')
        .replaceAll('\r', '%0D')
        .replaceAll('\n', '%0A');

      expect(parseCommand(`::error::${escaped}`)?.message).toBe(message);
    }),
  );
});
