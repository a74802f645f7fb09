import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../../cli/src/adoption/unified-diff.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

it('says nothing of what is the same', () => {
  expect(unifiedDiff('a\nb\n', 'a\nb\n', 'x')).toBe('');
});

it('shows changes with what stands around them', () => {
  const before = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
  const after = before.replace('line 4\n', 'four\n').replace('line 25\n', '').concat('more\n');
  expect(unifiedDiff(before, after, 'x.md')).toMatchInlineSnapshot(`
    "--- a/x.md
    +++ b/x.md
    @@ -1,7 +1,7 @@
     line 1
     line 2
     line 3
    -line 4
    +four
     line 5
     line 6
     line 7
    @@ -22,9 +22,9 @@
     line 22
     line 23
     line 24
    -line 25
     line 26
     line 27
     line 28
     line 29
     line 30
    +more"
  `);
});

it('is a patch that Git applies, whatever is different', async () => {
  const folder = await tempFolder();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '- d', '+ e'), { maxLength: 25 });
  const text = fc.tuple(lines, fc.boolean()).map(([all, isEnded]) => {
    const joined = all.join('\n');
    return isEnded && all.length > 0 ? `${joined}\n` : joined;
  });
  const file = join(folder, 'x');
  git('init', '-q');
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after && before !== '' && after !== '');
      writeFileSync(file, before);
      writeFileSync(join(folder, 'patch'), `${unifiedDiff(before, after, 'x')}\n`);
      git('apply', 'patch');
      expect(execFileSync('cat', [file], { encoding: 'utf8' })).toBe(after);
    }),
    { numRuns: 60 },
  );
});
