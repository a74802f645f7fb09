import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOrCreateKey } from '../../../runner/src/provenance/key.ts';
import { signRecord, verifySignature } from '../../../runner/src/provenance/sign.ts';

let root: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'orangery-'));
  folder = join(root, 'state', 'orangery');
});

afterEach(() => rm(root, { recursive: true }));

it('makes a key that only the user can read, and reads it from then on', async () => {
  const made = await readOrCreateKey(folder);
  expect(await readOrCreateKey(folder)).toMatchObject({ publicKey: made.publicKey });
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'runner-key.pem'))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['runner-key.pem']);
  expect(await verifySignature(await signRecord({ a: 1 }, made))).toBe(true);
});

it('writes a PEM file that other programs read', async () => {
  await readOrCreateKey(folder);
  expect(await readFile(join(folder, 'runner-key.pem'), 'utf8')).toMatch(
    /^-----BEGIN PRIVATE KEY-----\n[A-Za-z0-9+/=]{64}\n-----END PRIVATE KEY-----\n$/,
  );
});

it('gives processes that come at once one key', async () => {
  const module = new URL('../../../runner/src/provenance/key.ts', import.meta.url).href;
  const code = `import { readOrCreateKey } from '${module}';
    console.log((await readOrCreateKey(process.argv[1])).publicKey);`;
  const args = ['--input-type=module', '--eval', code, folder];
  const outputs = await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, args)));
  const inside = await Promise.all([1, 2, 3].map(() => readOrCreateKey(folder)));
  const keys = [...outputs.map(({ stdout }) => stdout.trim()), ...inside.map((k) => k.publicKey)];
  expect(new Set(keys).size).toBe(1);
  expect(await readdir(folder)).toEqual(['runner-key.pem']);
});

it('refuses a key that others can read', async () => {
  await readOrCreateKey(folder);
  await chmod(join(folder, 'runner-key.pem'), 0o644);
  await expect(readOrCreateKey(folder)).rejects.toMatchObject({
    code: 'FILE_INVALID',
    hint: expect.stringContaining('chmod 600') as string,
  });
});

it.each(['', 'not a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
  'refuses a broken file and leaves it: %j',
  async (text) => {
    await readOrCreateKey(folder);
    await writeFile(join(folder, 'runner-key.pem'), text);
    await expect(readOrCreateKey(folder)).rejects.toMatchObject({ code: 'FILE_INVALID' });
    expect(await readFile(join(folder, 'runner-key.pem'), 'utf8')).toBe(text);
  },
);
