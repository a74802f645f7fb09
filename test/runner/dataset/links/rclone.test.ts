import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDatasetAccess } from '../../../../runner/src/dataset/access.ts';
import { parseDatasetLink } from '../../../../runner/src/dataset/links/parse-link.ts';
import { copyWithRclone } from '../../../../runner/src/dataset/links/rclone-copy.ts';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { fetchLinks, fetchOptions, type TestOptions } from '../fetching.ts';

const typed = { allowLocal: true, baseFolder: '/' } as const;

/** Options with a program `rclone` that runs these lines of shell. */
async function withRclone(
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<TestOptions> {
  const folder = await tempFolder({ rclone: `#!/bin/sh\n${script}\n` });
  await chmod(join(folder, 'rclone'), 0o755);
  const access = readDatasetAccess({ PATH: `${folder}:/usr/bin:/bin`, ...env });
  return { ...(await fetchOptions()), access };
}

const folder = '{"Path":"","Name":"","Size":-1,"IsDir":true}';
const file = (path: string, more = ''): string =>
  `{"Path":"${path}","Size":8,"IsDir":false${more}}`;

/** A program that answers --stat and a listing, and copies a table. */
function answering(stat: string, list: readonly string[] = []): string {
  return `case "$*" in
*--stat*) printf '%s' '${stat}' ;;
*lsjson*) printf '%s\\n' '[' ${list.map((line) => `'${line},'`).join(' ')} ']' ;;
*copyto*) for last; do :; done; printf 'a,b\\n1,2\\n' > "$last" ;;
esac`;
}

describe('a link to a remote of rclone', () => {
  it.each([
    ['rclone:drive:folder/data.zip', { remote: 'drive', path: 'folder/data.zip' }],
    ['RCLONE:my drive:', { remote: 'my drive', path: '' }],
    ['rclone:drive:a:b', { remote: 'drive', path: 'a:b' }],
  ])('%s is read', (text, place) => {
    expect(parseDatasetLink(text, typed)).toEqual({ kind: 'rclone', ...place });
  });

  it.each([
    'rclone:',
    'rclone:drive',
    'rclone:-drive:x',
    'rclone:--config:x',
    'rclone::s3,secret_access_key=hidden4711:x',
    'rclone:drive,pass=hidden4711:x',
    'rclone:/etc:x',
    'rclone: :x',
  ])('%s is refused, and not shown', async (text) => {
    const failure = await caught(() => parseDatasetLink(text, typed));
    expect(failure).toMatch(/^LINK_INVALID /);
    expect(failure).not.toContain('hidden4711');
  });

  it('is never an option of rclone, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        try {
          const link = parseDatasetLink(`rclone:${text}`, typed);
          expect(link.kind === 'rclone' && link.remote).toMatch(/^[^-:,=/\s][^:,=/]*$/);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Failure' });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused where nobody typed it', async () => {
    const parse = () => parseDatasetLink('rclone:drive:x', { ...typed, allowLocal: false });
    expect(await caught(parse)).toMatchInlineSnapshot(
      `"LINK_REFUSED dataset link: expected a link that works on every machine, found rclone:…"`,
    );
  });
});

describe('data that rclone reaches', () => {
  it('is a file', async () => {
    const options = await withRclone(answering(file('t.csv')));
    const { files } = await fetchLinks(['rclone:drive:in/t.csv'], options);
    expect(files).toMatchObject([{ path: 't.csv', sizeBytes: 8 }]);
  });

  it('is a folder, without what systems leave behind', async () => {
    const names = ['a.csv', 'b/c.csv', '.DS_Store'];
    const options = await withRclone(
      answering(
        folder,
        names.map((name) => file(name)),
      ),
    );
    const { files } = await fetchLinks(['rclone:drive:in'], options);
    expect(files.map(({ path }) => path)).toEqual(['a.csv', 'b/c.csv']);
  });

  it('is checked against the hash that the remote holds', async () => {
    const hashes = `,"Hashes":{"sha256":"${'ab'.repeat(32)}"}`;
    const options = await withRclone(answering(file('t.csv', hashes)));
    expect(await caught(() => fetchLinks(['rclone:drive:t.csv'], options))).toMatch(/sha256/);
  });

  it.each(['../x.csv', '/x.csv', 'a//b.csv'])('cannot have the name %s', async (name) => {
    const options = await withRclone(answering(folder, [file(name)]));
    const work = () => fetchLinks(['rclone:drive:in'], options);
    expect(await caught(work)).toMatch(/^ARCHIVE_UNSAFE rclone:drive:in: /);
  });

  it('is refused when there is more of it than allowed', async () => {
    const names = Array.from({ length: 9 }, (_, index) => file(`${index}.csv`));
    const options = await withRclone(answering(folder, names));
    const limits = { ...options.limits, maxEntries: 3 };
    const work = () => fetchLinks(['rclone:drive:in'], { ...options, limits });
    expect(await caught(work)).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE rclone:drive:in: expected at most 3 files, found more"`,
    );
  });

  it.each(['nothing to read', '{"Path":1}', '[]', '{"Path":"x"}'])(
    'is refused when rclone prints %s',
    async (text) => {
      const options = await withRclone(`printf '%s' '${text}'`);
      const work = () => fetchLinks(['rclone:drive:in'], options);
      expect(await caught(work)).toMatch(/^COMMAND_FAILED rclone:drive:in: expected a list/);
    },
  );

  it.each([3, 4])('is missing when rclone ends with %d', async (code) => {
    const options = await withRclone(`exit ${code}`);
    expect(await caught(() => fetchLinks(['rclone:drive:in'], options))).toMatch(/found nothing$/);
  });

  it('says how to install rclone', async () => {
    const access = readDatasetAccess({ PATH: await tempFolder() });
    const options = { ...(await fetchOptions()), access };
    const failure = await fetchLinks(['rclone:drive:in'], options).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: 'rclone:drive:in: expected rclone on PATH, found no such program',
      hint: expect.stringContaining('apt install rclone'),
    });
  });

  it('is asked for with the settings of rclone alone, and none that make it talk', async () => {
    const script = `env | sort > "$RCLONE_SEEN"; ${answering(file('t.csv'))}`;
    const seen = join(await tempFolder(), 'seen');
    const env = { RCLONE_SEEN: seen, RCLONE_DUMP: 'headers,auth', RCLONE_VERBOSE: '2', OTHER: 'x' };
    await fetchLinks(['rclone:drive:t.csv'], await withRclone(script, env));
    const names = await readNames(seen);
    expect(names).toContain('RCLONE_SEEN');
    for (const name of ['RCLONE_DUMP', 'RCLONE_VERBOSE', 'OTHER'])
      expect(names).not.toContain(name);
  });
});

describe('an error of rclone', () => {
  const dump = JSON.stringify({
    drive: {
      type: 's3',
      secret_access_key: 'dumped4711secret',
      endpoint: 'https://inner.example.org:8443',
    },
  });
  const failing = `case "$*" in *config*) printf '%s' '${dump}'; exit 0;; esac
echo '2026/01/01 00:00:00 NOTICE: key dumped4711secret' >&2
echo '2026/01/01 00:00:00 Failed to lsjson: Get "https://inner.example.org:8443/x": dumped4711secret with other4711secret refused' >&2
exit 1`;

  it('is shown without any value of its configuration', async () => {
    const options = await withRclone(failing, { RCLONE_CONFIG_DRIVE_PASS: 'other4711secret' });
    const failure = await fetchLinks(['rclone:drive:x'], options).catch((error: unknown) => error);
    expect(String(failure)).toMatchInlineSnapshot(
      `"Failure: rclone:drive:x: expected rclone to reach it, found Get "…/x": … with … refused"`,
    );
    const { cause, stack } = failure as Error;
    expect(`${stack}${String(cause)}`).not.toMatch(/4711secret|inner\.example/);
  });

  it('is not shown when the configuration cannot be read', async () => {
    const script = failing.replace(/printf.*exit 0/, 'exit 1');
    const work = async () => fetchLinks(['rclone:drive:x'], await withRclone(script));
    expect(await caught(work)).toMatchInlineSnapshot(
      `"COMMAND_FAILED rclone:drive:x: expected rclone to reach it, found an error"`,
    );
  });
});

describe('copying by rclone', () => {
  const copy = async (script: string, maxBytes = 100) => {
    const { access, world } = await withRclone(script);
    const toFolder = await tempFolder();
    const work = () =>
      copyWithRclone({
        place: 'drive:t.csv',
        toPath: join(toFolder, 'part'),
        environment: access.rclone,
        signal: world.signal,
        timeoutMs: 30_000,
        maxBytes,
        label: 'rclone:drive:t.csv',
      });
    return { work, toFolder };
  };

  it('gives the file', async () => {
    const { work, toFolder } = await copy(answering(file('t.csv')));
    await work();
    expect((await stat(join(toFolder, 'part'))).size).toBe(8);
  });

  it.each([
    ['a larger file than allowed', answering(file('t.csv')), 7, 'DOWNLOAD_TOO_LARGE'],
    ['rclone that stops at the limit', 'exit 8', 100, 'DOWNLOAD_TOO_LARGE'],
    ['a folder', 'for last; do :; done; mkdir -p "$last/x"', 100, 'DOWNLOAD_FAILED'],
    ['nothing', 'exit 0', 100, 'DOWNLOAD_FAILED'],
    ['an error', 'exit 1', 100, 'COMMAND_FAILED'],
  ])('refuses %s and leaves nothing', async (_, script, maxBytes, code) => {
    const { work, toFolder } = await copy(script, maxBytes);
    expect(await caught(work)).toMatch(new RegExp(`^${code} rclone:drive:t\\.csv: `));
    expect(await readdir(toFolder)).toEqual([]);
  });
});

async function readNames(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split('\n').map((line) => line.split('=')[0]!);
}
