import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testModule } from '../../../../runner/src/custom/contract/test-module.ts';
import { noAccess } from '../../../../runner/src/dataset/index.ts';
import { onnxModule } from '../../../helpers/onnx-module.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { tensor } from '../../inference/onnx/declared.ts';

it.each([
  ['passes', 5],
  ['fails', 4],
])('tries a module that is trained elsewhere, whose golden test %s', async (word, greatest) => {
  const folder = await onnxModule('tensor', tensor);
  const golden = {
    ...{ schema: 'golden-test/1', tolerance: 0.001 },
    cases: [{ input: { row: { x: [1, 2, 3, 4, 5, 6] } }, expected: { greatest } }],
  };
  await writeFile(join(folder, 'golden.json'), JSON.stringify(golden));
  const { checks } = await tryIt(folder);
  expect(checks.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'loads: passed',
    'trains: skipped',
    'predicts JSON, in order: passed',
    `golden test: ${word === 'passes' ? 'passed' : 'failed'}`,
  ]);
});

it('says why a module does not load, and tries no more of it', async () => {
  const folder = await onnxModule('custom', tensor);
  const { checks } = await tryIt(folder);
  expect(checks.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
    'loads: failed',
    'golden test: skipped',
  ]);
  expect(checks[0]!.detail).toContain('operators of the domain "acme.example"');
});

async function tryIt(folder: string): ReturnType<typeof testModule> {
  const empty = await tempFolder();
  return testModule({
    ...{ folder, trials: 1, hours: 0.01, backend: 'auto', code: {}, access: noAccess },
    ...{
      baseFolder: empty,
      folders: { root: empty, cache: empty, state: empty, searchPath: undefined },
    },
    world: testWorld(),
    seen: () => {},
  });
}
