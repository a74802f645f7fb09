import { describe, expect, it } from 'vitest';
import { readCommandFile } from '../../../../../actions/local-github/executor/steps/read-command-file.ts';
import { caught } from '../../../../helpers/caught.ts';

describe('readCommandFile', () => {
  it.each([
    ['a line', 'a=b\n', { a: 'b' }],
    ['a value with equal signs', 'a=b=c', { a: 'b=c' }],
    ['an empty value', 'a=', { a: '' }],
    ['a value with heredoc signs', 'a=b<<c', { a: 'b<<c' }],
    ['lines up to the end word', 'a<<END\n1\n\n=2\nEND\nb=3', { a: '1\n\n=2', b: '3' }],
    ['an end word with signs', 'a<<x=y\n1\nx=y', { a: '1' }],
    ['no lines', 'a<<END\nEND', { a: '' }],
    ['Windows lines', 'a=b\r\nc<<E\r\n1\r\nE\r\n', { a: 'b', c: '1' }],
    ['the last of two', 'a=1\na=2', { a: '2' }],
    ['nothing', '', {}],
  ])('reads %s', (_, text, expected) => {
    expect(Object.fromEntries(readCommandFile(text, 'GITHUB_OUTPUT'))).toEqual(expected);
  });

  it.each([
    ['no sign', 'abc', "Invalid format 'abc' in GITHUB_OUTPUT"],
    ['no name', '=x', "Invalid format '=x' in GITHUB_OUTPUT"],
    ['no end word', 'a<<', "Invalid format 'a<<' in GITHUB_OUTPUT"],
    ['an end that never comes', 'a<<END\n1\n END', "Matching delimiter not found 'END'"],
  ])('refuses %s', async (_, text, expected) => {
    expect(await caught(() => readCommandFile(text, 'GITHUB_OUTPUT'))).toContain(expected);
  });
});
