import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A marketplace whose Astro crashes so many times, as Node does now and then. */
async function marketplace(crashes: number): Promise<string> {
  const astro = `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync('runs', 'x');
if (readFileSync('runs').length <= ${crashes}) process.kill(process.pid, 'SIGTRAP');
`;
  return tempFolder({
    'package.json': '{}',
    'orangery.config.yml': await readFile('orangery.config.yml', 'utf8'),
    'node_modules/astro/package.json': '{ "name": "astro" }',
    'node_modules/astro/bin/astro.mjs': astro,
  });
}

it.each([
  [1, 0, 'Node crashed while it built; it is built once more'],
  [2, 1, 'SIGTRAP'],
])('builds once more when Node itself crashes: %i times', async (crashes, code, said) => {
  const root = await marketplace(crashes);
  const built = await orangery(['catalogue', 'build'], { cwd: root });
  expect(built.stderr).toContain(said);
  expect(built.code).toBe(code);
  expect(await readFile(join(root, 'runs'), 'utf8')).toBe('xx');
});
