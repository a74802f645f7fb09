import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { sampleModules } from '../../cli/src/adoption/samples.ts';
import { testsThatNeedSamples } from '../helpers/needs-samples.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const [kept, gone] = [sampleModules[0]!, sampleModules[1]!];

it('leaves out what names a sample that is gone, itself or by a helper, and says how much', async () => {
  const folder = await tempFolder({
    [`modules/${kept}/module.md`]: 'x',
    'test/a.test.ts': `read('modules/${gone}')`,
    'test/b.test.ts': "import { help } from './helpers/help.ts';",
    'test/helpers/help.ts': `export const help = '${gone}';`,
    'test/c.test.ts': `read('modules/${kept}'); read('my-${gone}')`,
    'test/d.test.ts': '// needs our samples: all of them',
    'test/e.test.ts': 'nothing',
  });
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const left = testsThatNeedSamples(folder);
  expect(said.mock.calls.flat().join('')).toContain('3 of 5 test files need them');
  said.mockRestore();
  expect(left).toEqual(['test/a.test.ts', 'test/b.test.ts', 'test/d.test.ts']);
});

it('leaves nothing out where all samples are', async () => {
  const files = sampleModules.map((id) => [join('modules', id, 'module.md'), 'x'] as const);
  expect(testsThatNeedSamples(await tempFolder(Object.fromEntries(files)))).toEqual([]);
});
