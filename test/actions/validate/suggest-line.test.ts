import { expect, it } from 'vitest';
import { suggestLine } from '../../../actions/validate/src/suggest-line.ts';

const problem = (hint: string | undefined, found: string) => ({
  ...{ file: 'a', pointer: '', expected: 'x', found },
  ...(hint !== undefined && { hint }),
});

it.each([
  [
    'a word that is nearly known',
    'Did you mean active?',
    '"actve"',
    'status: actve',
    'status: active',
  ],
  [
    'a field that is nearly known',
    'Did you mean license?',
    'unknown field "licence"',
    'licence: MIT',
    'license: MIT',
  ],
  [
    'one of a list',
    'Did you mean table?',
    '"tabel"',
    'dataTypes: [tabel, text]',
    'dataTypes: [table, text]',
  ],
  ['a number that is text', 'Quote it: "1".', '1', 'version: 1.0', 'version: "1.0"'],
  ['a number in a list', 'Quote it: "1".', '1', '  - 1', '  - "1"'],
])('mends %s', (_, hint, found, line, expected) => {
  expect(suggestLine(problem(hint, found), line)).toBe(expected);
});

it.each([
  ['there is no hint', undefined, '"a"', 'status: a'],
  ['the hint is another', 'Add title; required are: title.', '"a"', 'status: a'],
  ['the word stands twice', 'Did you mean active?', '"actve"', 'actve: actve'],
  ['the word is part of another', 'Did you mean active?', '"actve"', 'status: inactve'],
  ['the word is not in the line', 'Did you mean active?', '"actve"', 'status: >-'],
  ['the hint holds more than a word', 'Did you mean a b?', '"actve"', 'status: actve'],
  ['the value has a comment behind it', 'Quote it: "1".', '1', 'version: 1.0 # first'],
])('leaves it to a person where %s', (_, hint, found, line) => {
  expect(suggestLine(problem(hint, found), line)).toBeNull();
});
