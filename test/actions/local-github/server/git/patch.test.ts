import { expect, it } from 'vitest';
import { diffFiles } from '../../../../../actions/local-github/server/git/diff.ts';
import { emptyObjects, putBlob } from '../../../../../actions/local-github/server/git/objects.ts';
import { patchOf } from '../../../../../actions/local-github/server/git/patch.ts';

const long = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

function patch(before: string | Buffer | null, after: string | Buffer | null) {
  const objects = emptyObjects();
  const files = (content: string | Buffer | null) =>
    new Map(
      content === null
        ? []
        : [['f', { mode: '100644', sha: putBlob(objects, Buffer.from(content)) }]],
    );
  const [change] = diffFiles(files(before), files(after));
  return patchOf(objects, change!);
}

it('shows what changed with three lines around it, in hunks', () => {
  const changed = long.with(1, 'second').toSpliced(15, 1).concat('last');
  const found = patch(text(long), text(changed));
  expect(found.text).toMatchInlineSnapshot(`
    "@@ -1,5 +1,5 @@
     line 1
    -line 2
    +second
     line 3
     line 4
     line 5
    @@ -13,8 +13,8 @@
     line 13
     line 14
     line 15
    -line 16
     line 17
     line 18
     line 19
     line 20
    +last"
  `);
  expect([found.additions, found.deletions]).toEqual([2, 2]);
  expect(found.lines.has(2) && found.lines.has(5)).toBe(true);
  expect(found.lines.has(9)).toBe(false);
});

it('counts a new and a removed file from line 0', () => {
  expect(patch(null, 'a\nb\n').text).toBe('@@ -0,0 +1,2 @@\n+a\n+b');
  expect(patch('a\n', null).text).toBe('@@ -1 +0,0 @@\n-a');
});

it('gives none for binary files', () => {
  expect(patch(Buffer.from([0, 1]), Buffer.from([0, 2])).text).toBeUndefined();
});
