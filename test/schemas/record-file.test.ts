import { devNull } from 'node:os';
import { join } from 'node:path';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { formatProblem, toFailure, type Failure } from '@orangery/schemas';
import { limitsOnDisk, readRecord, readYaml, writeRecord } from '@orangery/schemas/files';
import { listModuleFiles } from '../../schemas/src/module-files.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const artifact = '"schema": "artifact/1", "format": "trees", "recipe": "tabular-regression"';

describe('a record that somebody else gave', () => {
  it('is refused where it nests so deep that checking it would use up the stack', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const failure = await refused(`{${artifact}, "files": ${deep}}`);
    expect(failure.message).toBe('receipt.json: expected at most 32 levels, found deeper nesting');
  });

  it('is told by its first mistakes where it has a hundred thousand', async () => {
    const wrong = `${'1,'.repeat(100_000)}1`;
    const failure = await refused(`{${artifact}, "files": [${wrong}]}`);
    expect(failure.problems).toHaveLength(100);
    expect(failure.problems[0]!.pointer).toBe('/files/0');
  });

  it('does not steer the terminal by the names of its fields', async () => {
    const failure = await refused(`{${artifact}, "files": [], "a\\u001b]0;b\\u0007": 1}`);
    const shown = failure.problems.map(formatProblem).join('\n');
    expect(shown).toContain('/a\ufffd]0;b\ufffd: expected a known field');
    // what is in the message already is not said again below it
    expect(failure.message).toBe(shown);
  });

  it.each([
    ['receipt.json', 268_435_457, 'of at most 268435456 bytes of JSON, found 268435457 bytes'],
    ['request.yml', 65_537, 'of at most 65536 bytes of YAML, found 65537 bytes'],
  ])('is not read where it is too large: %s', async (name, bytes, expected) => {
    const folder = await tempFolder({ [name]: '' });
    await truncate(join(folder, name), bytes);
    const read = readRecord('trainingRequest', join(folder, name), name);
    await expect(read).rejects.toThrow(`${name}: expected a file ${expected}`);
  });

  it('is not read where it is a device or a folder', async () => {
    const device = readYaml(devNull, 'request.yml');
    await expect(device).rejects.toThrow('request.yml: expected a file');
    const folder = readRecord('receipt', await tempFolder({}), 'receipts');
    await expect(folder).rejects.toThrow(/bytes of JSON, found no plain file$/);
  });
});

describe('a record that is written', () => {
  it('is the receipt of as many trials as a budget may have, and is read again', async () => {
    const path = 'test/fixtures/marketplace/modules/seed-classifier/receipts';
    const receipt = await readRecord('receipt', join(path, (await readdir(path))[0]!));
    const [first] = receipt.trials;
    const curve = Array.from({ length: 3 }, (_, pass) => ({
      ...{ epoch: pass + 1, loss: 1 / (pass + 3), score: 1 - 1 / (pass + 3) },
    }));
    const trials = Array.from({ length: 10_000 }, (_, index) => ({
      ...{ ...first!, number: index + 1, curve, error: 'x'.repeat(1200) },
    }));
    const folder = await tempFolder({});
    const written = join(folder, 'receipts/run-1.json');
    await writeRecord(written, { ...receipt, trials });
    expect((await stat(written)).size).toBeGreaterThan(16 * 1024 * 1024);
    const listed = await listModuleFiles(folder, (name) => name, limitsOnDisk);
    expect(listed).toEqual({ files: ['receipts/run-1.json'], problems: [] });
    expect((await readRecord('receipt', written)).trials).toHaveLength(10_000);
  });

  it('is refused where it could not be read again, before it replaces anything', async () => {
    const folder = await tempFolder({ 'receipt.json': 'before' });
    const path = join(folder, 'receipt.json');
    // three bytes each
    const curves = new Array<string>(86).fill('€'.repeat(1024 * 1024));
    await expect(writeRecord(path, { curves })).rejects.toThrow(
      /receipt\.json: expected at most 268435456 bytes of JSON to write, found 27\d{7} bytes$/,
    );
    expect(await readdir(folder)).toEqual(['receipt.json']);
    expect(await readFile(path, 'utf8')).toBe('before');
  });
});

async function refused(text: string): Promise<Failure> {
  const folder = await tempFolder({ 'receipt.json': text });
  return readRecord('artifact', join(folder, 'receipt.json'), 'receipt.json').then(
    () => expect.fail('the record was taken'),
    toFailure,
  );
}
