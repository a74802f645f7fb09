import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffLines } from '../../../actions/report/src/diff-lines.ts';

it('knows added lines and those around them, by their new numbers', () => {
  const patch = [
    '@@ -1,4 +1,4 @@ heading',
    ' one',
    '-two',
    '+zwei',
    ' three',
    ' four',
    '@@ -20 +20,2 @@',
    ' twenty',
    '+more',
    '\\ No newline at end of file',
  ].join('\n');
  expect([...diffLines(patch)]).toEqual([1, 2, 3, 4, 20, 21]);
});

it('knows none of a file whose patch GitHub leaves out', () => {
  expect([...diffLines('')]).toEqual([]);
});

it('never counts a line that looks like a hunk within one', () => {
  expect([...diffLines('@@ -0,0 +1,2 @@\n+@@ -1 +90 @@\n+b')]).toEqual([1, 2]);
});

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (patch) => void diffLines(patch)));
});
