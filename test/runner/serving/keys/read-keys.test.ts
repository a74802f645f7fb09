import { join } from 'node:path';
import type { ApiKey } from '@orangery/schemas';
import { writeYaml } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { readKeys } from '../../../../runner/src/serving/keys/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { heldKey } from './held-keys.ts';

const { entry } = heldKey();
const hash = '0123456789abcdef'.repeat(4);
const stages = { staging: { module: 'leaf@1.0.0', commit: hash.slice(0, 40) } };
const deployment = { schema: 'deployment/1', owner: { login: 'ada', id: 1 }, stages };

async function read(value: unknown): Promise<readonly ApiKey[]> {
  const path = join(await tempFolder(), 'keys.yml');
  await writeYaml(path, value);
  return readKeys(path, 'keys.yml');
}

describe('readKeys', () => {
  it.each<[string, unknown, readonly ApiKey[]]>([
    ['a file of keys', { schema: 'keys/1', keys: [entry] }, [entry]],
    ['a file of nothing but keys', { keys: [entry] }, [entry]],
    ['a deployment', { ...deployment, keys: [entry] }, [entry]],
    ['a deployment without keys: none', deployment, []],
  ])('reads %s', async (_, value, keys) => {
    expect(await read(value)).toEqual(keys);
  });

  it('names every key that cannot be, and its place', async () => {
    const wrong = { ...entry, id: '01234567', sha256: hash.replace('0', 'f') };
    const never = { ...heldKey().entry, id: '01234567', sha256: hash, expires: '2027-02-30' };
    expect(await caught(async () => read({ keys: [never, wrong, { ...never }] })))
      .toMatchInlineSnapshot(`
      "FILE_INVALID keys.yml:7:14 /keys/0/expires: expected a day or moment that exists, found 2027-02-30
      keys.yml:8:9 /keys/1/id: expected f1234567, as sha256 begins, found 01234567
      keys.yml:13:9 /keys/2/id: expected no id twice, found 01234567
      keys.yml:18:14 /keys/2/expires: expected a day or moment that exists, found 2027-02-30"
    `);
  });

  it.each<[string, unknown]>([
    ['expected a value', { schema: 'keys/1' }],
    ['expected an object', [entry]],
    ['unknown field \\"stages\\"', { keys: [], stages }],
    ['/owner', { schema: 'deployment/1', stages, keys: [] }],
    ['expected \\"deployment/1\\"', { ...deployment, schema: 'deployment/9' }],
  ])('refuses another file: %s', async (words, value) => {
    const message = await caught(async () => read(value));
    expect(message).toContain('FILE_INVALID keys.yml');
    expect(message).toContain(words.replaceAll('\\"', '"'));
  });

  it('says which file is not there', async () => {
    const path = join(await tempFolder(), 'keys.yml');
    expect(await caught(async () => readKeys(path, 'keys.yml'))).toBe(
      'FILE_MISSING keys.yml cannot be read',
    );
  });
});
