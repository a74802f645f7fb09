// needs our samples: one of their deployments gets a key
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../../cli/src/program.ts';
import { createTerminal } from '../../../../cli/src/terminal.ts';
import { createKeyRing, isKeyText, readKeys } from '../../../../runner/src/serving/keys/index.ts';
import { orangery } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const entry = (consumer: string, sha256: string): string => `  - id: "${sha256.slice(0, 8)}"
    sha256: "${sha256}"
    issuer: ada
    consumer: ${consumer}
    created: 2026-11-21T08:00:00.000Z
`;
const [a, b, c] = ['0123456789abcdef', '0123f00123f00123', '89abcdef01234567'].map((part) =>
  part.repeat(4),
) as [string, string, string];
const stages = `owner: {login: ada, id: 1} # who may change it

stages:
  # not yet in production
  staging: {module: leaf@1.0.0, commit: ${a.slice(0, 40)}}
`;
const garden = `schema: deployment/1\n${stages}`;

/** Runs `orangery keys …` in a marketplace with these files. */
async function marketplace(files: Readonly<Record<string, string>> = {}) {
  const cwd = await tempFolder({ 'orangery.config.yml': 'schema: configuration/1\n', ...files });
  const keys = async (...args: readonly string[]) => {
    const said: string[] = [];
    let record: unknown;
    const terminal = {
      ...createTerminal({ stdout: process.stdout, stderr: process.stderr, env: { NO_COLOR: '1' } }),
      print: (text: string) => void said.push(text),
      note: (text: string) => void said.push(text),
      record: (value: object) => void (record = value),
    };
    const context = { cwd, env: {}, terminal, signal: new AbortController().signal };
    const all = ['keys', ...args];
    await (await createProgram(context, all)).parseAsync(all, { from: 'user' });
    return { text: said.join('\n'), record };
  };
  const text = async (file: string): Promise<string> => readFile(join(cwd, file), 'utf8');
  return { cwd, keys, text };
}

/** What a command that fails says, and advises. */
async function failure(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return `${error.code} ${error.message}\n${error.hint}`;
  if (error instanceof Error) return error.message;
  throw new Error('expected a failure, found none');
}

const shownKey = (text: string): string => /orangery_[0-9a-z]{57}/.exec(text)![0];

describe('orangery keys new', () => {
  it('shows the key once, and writes its hash below what is there', async () => {
    const { cwd, keys, text } = await marketplace({
      'deployments/garden.yml': `${garden}keys:\n${entry('bob', a)}`,
    });
    const { text: said } = await keys(
      'new',
      'garden',
      '--consumer',
      'greenhouse',
      '--issuer',
      'ada',
    );
    const key = shownKey(said);
    expect(isKeyText(key)).toBe(true);
    const [, added] = await readKeys(join(cwd, 'deployments/garden.yml'));
    expect(await text('deployments/garden.yml')).toBe(
      `${garden}keys:\n${entry('bob', a)}` +
        `  - id: ${shown(added!.id)}\n    issuer: ada\n    consumer: greenhouse\n` +
        `    created: ${added!.created}\n    sha256: ${shown(added!.sha256)}\n`,
    );
    expect(said.replace(key, 'KEY').replace(added!.id, 'ID')).toMatchInlineSnapshot(`
      "Key ID for greenhouse, its hash in deployments/garden.yml:

        KEY

      It is shown this once and kept nowhere: hand it over where nobody else reads.
      It is valid once orangery deploy garden has run, or a host follows deployments/garden.yml. Sent as: Authorization: Bearer <key>"
    `);
    const ring = createKeyRing([added!]);
    expect(ring.check(`Bearer ${key}`, {}, Date.now()).kind).toBe('accepted');
  });

  it('writes down scope, quotas and end', async () => {
    const { keys } = await marketplace({ 'deployments/garden.yml': garden });
    const scope = ['--model', 'leaf', '--train', '--expires', '2999-12-31'];
    const quotas = ['--per-minute', '60', '--per-day', '1000'];
    const made = await keys('new', 'garden', '--consumer', 'ada', ...scope, ...quotas);
    expect(made.record).toMatchObject({
      ...{ file: 'deployments/garden.yml', key: shownKey(made.text), consumer: 'ada' },
      ...{ models: ['leaf'], mayTrain: true, expires: '2999-12-31' },
      ...{ requestsPerMinute: 60, requestsPerDay: 1000 },
    });
    const { text } = await keys('list', 'garden');
    expect(text).toMatch(
      /ada +\S+ +leaf, training too +60 a minute, 1000 a day +\S+ +2999-12-31 +valid$/m,
    );
  });

  it('makes a file for its owner alone, and keeps it so', async () => {
    const { cwd, keys, text } = await marketplace();
    await keys('new', '--file', 'keys.yml', '--consumer', 'me', '--issuer', 'ada');
    const again = await keys('new', '--file', 'keys.yml', '--consumer', 'me', '--issuer', 'ada');
    expect(await readKeys(join(cwd, 'keys.yml'))).toHaveLength(2);
    expect((await stat(join(cwd, 'keys.yml'))).mode & 0o777).toBe(0o600);
    expect(await text('keys.yml')).toMatch(/^# Who may .*\nschema: keys\/1\nkeys:\n {2}- id: /);
    expect(again.text).toMatch(/^! me has the key [0-9a-f]{8} too$/m);
    expect(again.text).toContain('A server with --keys keys.yml takes it from now on.');
  });

  it('keeps every key when several are made and taken away at a time', async () => {
    const { cwd, keys } = await marketplace({ 'keys.yml': `keys:\n${entry('bob', a)}` });
    const names = ['ada', 'carol', 'dan', 'eve'];
    const made = names.map(async (name) => keys('new', '--file', 'keys.yml', '--consumer', name));
    await Promise.all([...made, keys('revoke', '01234567', '--file', 'keys.yml')]);
    const kept = await readKeys(join(cwd, 'keys.yml'));
    expect(kept.map(({ consumer }) => consumer).sort()).toEqual(names);
    expect(await readdir(cwd)).not.toContain('keys.yml.lock');
  });

  it('changes the file behind a link, and leaves the link', async () => {
    const { cwd, keys } = await marketplace({ 'real/keys.yml': 'keys: []\n' });
    await symlink('real/keys.yml', join(cwd, 'keys.yml'));
    await keys('new', '--file', 'keys.yml', '--consumer', 'me');
    expect(await readKeys(join(cwd, 'real/keys.yml'))).toHaveLength(1);
  });

  it('leaves a file as it was that would become too large', async () => {
    const full = `keys: []\n#${'x'.repeat(65_400)}\n`;
    const { keys, text } = await marketplace({ 'keys.yml': full });
    const made = keys('new', '--file', 'keys.yml', '--consumer', 'me');
    expect(await failure(made)).toContain(
      'FILE_INVALID keys.yml: expected a file of at most 65536',
    );
    expect(await text('keys.yml')).toBe(full);
  });

  it.each([
    [['garden', '--consumer', 'ada', '--expires', '2020-01-01'], 'a day or moment to come'],
    [['garden', '--consumer', 'ada', '--expires', '2999-02-30'], 'a day such as 2027-06-30'],
    [['garden', '--consumer', 'ada', '--expires', 'soon'], 'a day such as 2027-06-30'],
    [['garden', '--consumer', ' '], 'one line of at most 100 characters'],
    [['garden', '--consumer', 'a\nb'], 'one line of at most 100 characters'],
    [['garden', '--consumer', 'ada', '--per-minute', '0'], 'a whole number from 1 to 1000000'],
    [['garden', '--consumer', 'ada', '--model', '../x'], 'the name of a model'],
    [
      ['garden', '--consumer', 'ada', '--model', 'bark'],
      'expected a model of deployments/garden.yml',
    ],
    [['garden', '--consumer', 'ada', '--file', 'keys.yml'], 'a deployment or --file, found both'],
    [['--consumer', 'ada'], 'a deployment or --file, found neither'],
    [['--consumer', 'ada', '--file', 'no/such/folder.yml'], 'no/such/folder.yml cannot be made'],
    [['../garden', '--consumer', 'ada'], 'deployments/../garden.yml: expected a deployment'],
  ])('refuses %j: %s', async (args, words) => {
    const { keys, text } = await marketplace({ 'deployments/garden.yml': garden });
    expect(await failure(keys('new', ...args))).toContain(words);
    expect(await text('deployments/garden.yml')).toBe(garden);
  });

  it('names the deployments there are', async () => {
    const files = { 'deployments/garden.yml': garden, 'deployments/shed.yml': garden };
    const { keys } = await marketplace(files);
    expect(await failure(keys('new', 'barn', '--consumer', 'ada'))).toMatchInlineSnapshot(`
      "FILE_MISSING deployments/barn.yml: expected a deployment, found none
      Deployments are: garden, shed. --file keys.yml keeps keys without one."
    `);
  });
});

describe('orangery keys list', () => {
  it('shows the keys of every deployment, and which have ended', async () => {
    const ended = `${entry('carol', c)}    expires: 2020-01-01\n`;
    const { keys } = await marketplace({
      'deployments/garden.yml': `${garden}keys:\n${entry('bob', a)}`,
      'deployments/shed.yml': `${garden}keys:\n${ended}`,
    });
    expect((await keys('list')).text).toMatchInlineSnapshot(`
      "file                    id        consumer  issuer  models  quota     created  expires     state
      deployments/garden.yml  01234567  bob       ada     all         –  2026-11-21  never       valid
      deployments/shed.yml    89abcdef  carol     ada     all         –  2026-11-21  2020-01-01  expired"
    `);
    const { record } = await keys('list', 'shed');
    expect(record).toMatchObject({ keys: [{ id: '89abcdef', state: 'expired' }] });
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['No keys in deployments/garden.yml.', { 'deployments/garden.yml': garden }, ['garden']],
    ['No keys in deployments/.', {}, []],
  ])('says %s', async (said, files, args) => {
    const { keys } = await marketplace(files);
    expect(await keys('list', ...args)).toEqual({ text: said, record: { keys: [] } });
  });
});

describe('orangery keys revoke', () => {
  it('takes the entry out, and nothing else', async () => {
    const kept = `  # the boss\n${entry('bob', a)}`;
    const { keys, text } = await marketplace({
      'deployments/garden.yml': `${garden}keys:\n${kept}  # the greenhouse\n${entry('carol', c)}`,
    });
    const { text: said, record } = await keys('revoke', '89ab');
    expect(said).toBe(
      'Took 89abcdef of carol out of deployments/garden.yml. It works until orangery deploy garden has run, or a host follows deployments/garden.yml.',
    );
    expect(record).toMatchObject({ revoked: { id: '89abcdef' }, file: 'deployments/garden.yml' });
    expect(await text('deployments/garden.yml')).toBe(`${garden}keys:\n${kept}`);
  });

  it('keeps the words above the first entry, which may be about all', async () => {
    const first = `  # ask ada for one\n${entry('bob', a)}`;
    const second = `  # the greenhouse\n${entry('carol', c)}`;
    const { keys, text } = await marketplace({ 'keys.yml': `keys:\n${first}${second}` });
    await keys('revoke', '01234567', '--file', 'keys.yml');
    expect(await text('keys.yml')).toBe(`keys:\n  # ask ada for one\n${second}`);
  });

  it('leaves an empty list, so that nobody may call', async () => {
    const { cwd, keys, text } = await marketplace();
    await writeFile(join(cwd, 'keys.yml'), `keys:\n${entry('bob', a)}`);
    await keys('revoke', '01234567', '--file', 'keys.yml');
    expect(await text('keys.yml')).toBe('keys: []\n');
    expect(await readKeys(join(cwd, 'keys.yml'))).toEqual([]);
  });

  it('takes the key itself for its id', async () => {
    const { cwd, keys } = await marketplace();
    const made = await keys('new', '--file', 'keys.yml', '--consumer', 'me');
    await keys('revoke', shownKey(made.text), '--file', 'keys.yml');
    expect(await readKeys(join(cwd, 'keys.yml'))).toEqual([]);
  });

  it('asks which of several is meant', async () => {
    const { keys } = await marketplace({
      'deployments/garden.yml': `${garden}keys:\n${entry('bob', a)}`,
      'deployments/shed.yml': `${garden}keys:\n${entry('carol', b)}`,
    });
    expect(await failure(keys('revoke', '0123'))).toMatchInlineSnapshot(`
      "USAGE 0123: expected one key, found 01234567 of bob in deployments/garden.yml, 0123f001 of carol in deployments/shed.yml
      Say more digits of the id, or the deployment after it."
    `);
    const { text } = await keys('revoke', '0123', 'shed');
    expect(text).toContain('Took 0123f001 of carol');
    expect(await failure(keys('revoke', '0123f'))).toContain('found none');
  });

  it.each(['012', '0123456789', 'orangery_secret', '../x'])(
    'refuses what is no id without repeating it: %s',
    async (id) => {
      const { keys } = await marketplace();
      const said = await failure(keys('revoke', id));
      expect(said).toContain('Expected the first 4 to 8 digits of an id');
      expect(said).not.toContain(id);
    },
  );
});

it('finds a key by orangery validate that a server would not take', async () => {
  const other = entry('bob', a).replace(a.slice(0, 8), 'ffffffff');
  const { cwd } = await marketplace({ 'deployments/garden.yml': `${garden}keys:\n${other}` });
  const { code, stdout, stderr } = await orangery(['validate', 'deployments/garden.yml'], { cwd });
  expect(code).toBe(1);
  expect(stdout + stderr).toContain('expected 01234567, as sha256 begins, found ffffffff');
});

/** As YAML writes it: what could be a number is quoted. */
function shown(text: string): string {
  return /^(\d+|\d+e\d+)$/.test(text) ? `"${text}"` : text;
}
