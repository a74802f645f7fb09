import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { orangery } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const request = `# asked for by Ada
schema: training-request/1
module: { id: tabular-classifier, version: 1.0.0 }
recipe: tabular-classification
dataset:
  - link: modules/seed-classifier/sample/seeds.csv # the seeds
target: variety
budget: { MODEL_TRIAL_COUNT: 1, TIME_HOURS: 0.01 }
backend: auto
seed: 1
visibility: public
`;

it('trains what a request asks for and pins its data, once', async () => {
  const folder = await tempFolder({ 'request.yml': request });
  const file = join(folder, 'request.yml');
  const args = ['train', '--request', file, '--out'];
  const first = await orangery([...args, join(folder, 'first')]);
  expect(first.stderr).toContain('Wrote size and hash of the data into');
  expect(first.code).toBe(0);
  const pinned = await readFile(file, 'utf8');
  expect(pinned).toContain('# asked for by Ada');
  expect(pinned).toMatch(
    /- link: modules\/seed-classifier\/sample\/seeds.csv # the seeds\n {4}sha256: [0-9a-f]{64}\n {4}bytes: 13966\n/,
  );
  const again = await orangery([...args, join(folder, 'again')]);
  expect(again.code).toBe(0);
  expect(again.stderr).not.toContain('Wrote size and hash');
  expect(await readFile(file, 'utf8')).toBe(pinned);
});

it('refuses data that is not what the request pins', async () => {
  const pinned = request.replace(
    '# the seeds',
    `\n    sha256: ${'a'.repeat(64)}\n    bytes: 13966`,
  );
  const folder = await tempFolder({ 'request.yml': pinned });
  const outcome = await orangery(['train', '--request', join(folder, 'request.yml')]);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('DOWNLOAD_CHANGED');
});

it('refuses a backbone that is not the one that the request names', async () => {
  const asked = request
    .replace('tabular-classifier', 'image-classifier')
    .replace('tabular-classification', 'image-classification')
    .concat(
      `backbone: { id: leaf-classifier, version: 0.9.0, artifactSha256: ${'a'.repeat(64)} }\n`,
    );
  const folder = await tempFolder({ 'request.yml': asked });
  const outcome = await orangery(['train', '--request', join(folder, 'request.yml')]);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('VERIFY_FAILED');
  expect(outcome.stderr).toContain(
    `The backbone leaf-classifier: expected 0.9.0 with the artifact ${'a'.repeat(64)}, found `,
  );
});

it.each([
  ['nothing to train', [], 'expected a module or --request <file>, found neither'],
  ['a request and an option of it', ['--request', 'r.yml', '--trials', '3'], 'cannot be used with'],
  ['a request that is missing', ['--request', 'missing.yml'], 'missing.yml cannot be read'],
])('refuses %s', async (_, args, message) => {
  const outcome = await orangery(['train', ...args]);
  expect(outcome.code).toBeGreaterThan(0);
  expect(outcome.stderr).toContain(message);
});
