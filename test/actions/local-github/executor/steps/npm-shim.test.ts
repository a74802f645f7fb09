import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { oneJob, runOnPush, startRunner } from '../../../../helpers/github/executed.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

const steps = `
- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
- uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020
- run: npm ci --ignore-scripts
- run: node main.mjs && readlink -f node_modules/one
- run: npm other words
`;

/** An installed checkout whose package `one` says yes, and a stand-in for the real npm. */
async function installed(lock: string) {
  const folder = await tempFolder({
    'package-lock.json': lock,
    'node_modules/one/package.json': '{"name":"one","main":"index.js"}',
    'node_modules/one/index.js': "module.exports = 'yes, it is one';",
    'node_modules/@scope/two/package.json': '{"name":"@scope/two","main":"index.js"}',
    'node_modules/@scope/two/index.js': "module.exports = 'two';",
  });
  const { chmod, mkdir, writeFile } = await import('node:fs/promises');
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/npm'), '#!/bin/sh\necho "real npm $*"\n');
  await chmod(join(folder, 'bin/npm'), 0o755);
  return folder;
}

const files = {
  'package-lock.json': '{"lockfileVersion":3}',
  'main.mjs': "import one from 'one';\nimport two from '@scope/two';\nconsole.log(one, two);",
};

it('links what is installed instead of installing, and passes on everything else', async () => {
  const toolFolder = await installed(files['package-lock.json']);
  const systemPath = `${toolFolder}/bin:/usr/local/bin:/usr/bin:/bin`;
  const runner = await startRunner({ toolFolder, systemPath });

  const run = await runOnPush(oneJob(steps), files, runner);

  expect(run.jobs[0]?.log).toContain('yes, it is one two');
  expect(run.jobs[0]?.log).toContain(join(await realpath(toolFolder), 'node_modules/one'));
  expect(run.jobs[0]?.log).toContain('real npm other words');
  expect(run.conclusion).toBe('success');
});

it('leaves other locked versions to the real npm', async () => {
  const toolFolder = await installed('{"lockfileVersion":2}');
  const systemPath = `${toolFolder}/bin:/usr/local/bin:/usr/bin:/bin`;
  const runner = await startRunner({ toolFolder, systemPath });

  const run = await runOnPush(oneJob(steps), files, runner);

  expect(run.jobs[0]?.log).toContain('real npm ci --ignore-scripts');
  expect(run.conclusion).toBe('failure');
});
