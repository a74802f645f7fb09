import { expect, it } from 'vitest';
import { matchesFilter } from '../../../../../actions/local-github/executor/events/matches-filter.ts';

it.each([
  ['main', ['main'], true],
  ['main2', ['main'], false],
  ['releases/1', ['releases/*'], true],
  ['releases/1/a', ['releases/*'], false],
  ['releases/1/a', ['releases/**'], true],
  ['a/b', ['*'], false],
  ['a/b', ['**'], true],
  ['docs/a/readme.md', ['**/readme.md'], true],
  ['readme.md', ['**/readme.md'], true],
  ['v1.10.1', ['v[12].[0-9]+.[0-9]+'], true],
  ['v3.1.1', ['v[12].[0-9]+.[0-9]+'], false],
  ['a.js', ['*.jsx?'], true],
  ['a.jsx', ['*.jsx?'], true],
  ['axjs', ['a.js'], false],
  ['releases/1-alpha', ['releases/**', '!releases/**-alpha'], false],
  ['releases/1-alpha', ['!releases/**-alpha', 'releases/**'], true],
  ['main', [], false],
])('%s of %j is %s', (name, patterns, expected) => {
  expect(matchesFilter(name, patterns)).toBe(expected);
});
