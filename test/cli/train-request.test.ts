import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashText } from '@orangery/schemas';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const request = `# asked for by Ada
schema: training-request/1
module: { id: text-classifier, version: 1.0.0 }
recipe: text-classification
dataset:
  - link: modules/letter-sorter/sample/letters.csv # the letters
target: department
budget: { MODEL_TRIAL_COUNT: 1, TIME_HOURS: 0.01 }
backend: auto
seed: 1
visibility: public
`;

/** A few of the letters: what a request is about costs no more than it must. */
async function fewLetters(): Promise<string> {
  const letters = await readFile(join(root, 'modules/letter-sorter/sample/letters.csv'), 'utf8');
  return letters.split('\n').slice(0, 81).join('\n');
}

it('trains what a request asks for and pins its data, once', async () => {
  const letters = await fewLetters();
  const folder = await tempFolder({ 'letters.csv': letters });
  const link = join(folder, 'letters.csv');
  const asked = request.replace('modules/letter-sorter/sample/letters.csv', link);
  await writeFile(join(folder, 'request.yml'), asked);
  const file = join(folder, 'request.yml');
  const args = ['train', '--request', file, '--workers', '0', '--out'];
  const first = await orangery([...args, join(folder, 'first')]);
  expect(first.stderr).toContain('Wrote size and hash of the data into');
  expect(first.code).toBe(0);
  const pinned = await readFile(file, 'utf8');
  expect(pinned).toContain('# asked for by Ada');
  const pin = `    sha256: ${hashText(letters)}\n    bytes: ${Buffer.byteLength(letters)}\n`;
  expect(pinned).toContain(`- link: ${link} # the letters\n${pin}`);
  const again = await orangery([...args, join(folder, 'again')]);
  expect(again.code).toBe(0);
  expect(again.stderr).not.toContain('Wrote size and hash');
  expect(await readFile(file, 'utf8')).toBe(pinned);
});

it('refuses data that is not what the request pins', async () => {
  const pinned = request.replace(
    '# the letters',
    `\n    sha256: ${'a'.repeat(64)}\n    bytes: 65000`,
  );
  const folder = await tempFolder({ 'request.yml': pinned });
  const outcome = await orangery(['train', '--request', join(folder, 'request.yml')]);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('DOWNLOAD_CHANGED');
});

it('refuses a backbone that is not the one that the request names', async () => {
  const asked = request
    .replace('text-classifier', 'image-classifier')
    .replace('text-classification', 'image-classification')
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
