import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../helpers/find-program.ts';
import { startMoto, type Moto } from '../helpers/moto.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { startRcloneServer, type RcloneServer } from '../helpers/rclone-server.ts';

const rclone = findProgram('rclone');
const moto = findProgram('moto_server', 'ORANGERY_MOTO_SERVER');
const seeds = join(root, 'modules/seed-classifier/sample/seeds.csv');

const secrets = {
  urlToken: 'url-token-8d1f04',
  linkToken: 'named-link-token-77ab',
  deadLinkToken: 'dead-link-token-c03e',
  brokenLink: 'broken-link-part-51dd',
  webdav: 'webdav-password-4711',
  wrongWebdav: 'wrong-password-b8c2',
  inTheAddress: 'address-password-9e21',
  s3: 's3-secret-key-0815',
  s3Session: 's3-session-token-6f6f',
  github: 'github-token-for-tests-1f9a',
  huggingFace: 'hugging-face-token-22b7',
  zenodo: 'zenodo-token-e5f6',
  rcloneWebdav: 'rclone-password-3c4d',
  rcloneS3: 'rclone-s3-secret-5e6f',
  rcloneEndpoint: 'inner-endpoint-7081',
  rcloneEnvironment: 'rclone-env-secret-92a3',
  rcloneTyped: 'rclone-typed-secret-a4b5',
} as const;

describe.skipIf(rclone === undefined || moto === undefined)('no secret is shown', () => {
  let work: string;
  let env: Record<string, string>;
  let s3: Moto;
  let webdav: RcloneServer;
  let web: Server;
  let url: string;
  let obscured: string;
  /** All that the command line printed, by what was typed. */
  const printed: [typed: string, text: string][] = [];

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'orangery-secrets-'));
    await mkdir(join(work, 'data'));
    await copyFile(seeds, join(work, 'data/seeds.csv'));
    s3 = await startMoto(moto!, ['orangery-data']);
    const account = { user: 'grower', password: secrets.webdav };
    webdav = await startRcloneServer(rclone!, 'webdav', join(work, 'data'), account);
    web = createServer((request, response) => {
      // GitHub, and a server of files: an answer that repeats what it was sent
      if (request.url?.startsWith('/seeds.csv'))
        return void readFile(seeds).then((csv) => response.end(csv));
      response.writeHead(request.url?.startsWith('/repos') ? 401 : 404);
      response.end(JSON.stringify({ message: request.headers.authorization, url: request.url }));
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    const { stdout } = await promisify(execFile)(rclone!, ['obscure', secrets.rcloneWebdav]);
    obscured = stdout.trim();
    await writeFile(join(work, 'rclone.conf'), rcloneConfig());
    env = {
      ORANGERY_CACHE: join(work, 'cache'),
      ORANGERY_STATE: join(work, 'state'),
      ORANGERY_DEBUG: '1',
      RCLONE_CONFIG: join(work, 'rclone.conf'),
      RCLONE_CONFIG_OTHER_TYPE: 's3',
      RCLONE_CONFIG_OTHER_SECRET_ACCESS_KEY: secrets.rcloneEnvironment,
      RCLONE_CONFIG_OTHER_ENDPOINT: `https://${secrets.rcloneEndpoint}.invalid`,
      AWS_ACCESS_KEY_ID: 'AKIAORANGERYTEST',
      AWS_SECRET_ACCESS_KEY: secrets.s3,
      AWS_SESSION_TOKEN: secrets.s3Session,
      WEBDAV_USER: account.user,
      WEBDAV_PASSWORD: account.password,
      GITHUB_TOKEN: secrets.github,
      GITHUB_API_URL: url,
      HF_TOKEN: secrets.huggingFace,
      HF_ENDPOINT: url,
      ZENODO_TOKEN: secrets.zenodo,
      ZENODO_ENDPOINT: url,
      ORANGERY_SECRET_X: `${url}/seeds.csv?token=${secrets.linkToken}`,
      ORANGERY_SECRET_DEAD: `${url}/${secrets.deadLinkToken}/none.csv`,
      ORANGERY_SECRET_BROKEN: `s3://NOT_A_BUCKET/${secrets.brokenLink}`,
    };
  });
  afterAll(async () => {
    await s3?.stop();
    await webdav?.stop();
    web?.closeAllConnections();
    web?.close();
    if (work !== undefined) await rm(work, { recursive: true, force: true });
  });

  function rcloneConfig(): string {
    return `[shelf]
type = alias
remote = ${join(work, 'data')}
[bucket]
type = s3
provider = Other
access_key_id = AKIARCLONE
secret_access_key = ${secrets.rcloneS3}
endpoint = ${s3.url}
[closed]
type = webdav
vendor = other
url = http://${webdav.host}
user = grower
pass = ${obscured}
[wrong]
type = s3
provider = Other
access_key_id = AKIARCLONE
secret_access_key = ${secrets.rcloneS3}
endpoint = https://${secrets.rcloneEndpoint}.invalid
`;
  }

  const run = async (
    args: readonly string[],
    more: Record<string, string> = {},
  ): Promise<number> => {
    const { code, stdout, stderr } = await orangery(args, { env: { ...env, ...more } });
    const typed = args.map((arg) => arg.replace(/[?&:]\S*=\S+/, '…')).join(' ');
    printed.push([typed, `${stdout}\n${stderr}`]);
    return code;
  };
  const fetch = (link: string, more?: Record<string, string>) =>
    run(['dataset', 'fetch', link, '--json'], more);
  const push = (to: string) => run(['dataset', 'push', seeds, '--to', to, '--json']);

  it('by what goes well', async () => {
    const folder = `s3://orangery-data/in/?endpoint=${s3.url}`;
    expect(await push(folder)).toBe(0);
    expect(await push(`webdav+http://${webdav.host}/in/`)).toBe(0);
    expect(await push('rclone:shelf:by')).toBe(0);
    expect(await push('rclone:bucket:orangery-data/by')).toBe(0);
    expect(await fetch(`${url}/seeds.csv?token=${secrets.urlToken}`)).toBe(0);
    expect(await fetch(folder)).toBe(0);
    expect(await fetch(`webdav+http://${webdav.host}/seeds.csv`)).toBe(0);
    expect(await fetch('rclone:bucket:orangery-data/by')).toBe(0);
    expect(await fetch('secret:X')).toBe(0);
    expect(await run(['dataset', 'inspect', 'secret:X'])).toBe(0);
    expect(await run(['dataset', 'list', '--json'])).toBe(0);
  });

  it.each(['private', 'public'])('by a training on %s data', async (visibility) => {
    const out = join(work, 'out', visibility);
    const budget = [
      '--trials',
      '1',
      '--hours',
      '0.01',
      '--target',
      'variety',
      '--visibility',
      visibility,
    ];
    const args = ['train', 'tabular-classifier', '--dataset', 'secret:X', ...budget, '--out', out];
    expect(await run([...args, '--json'])).toBe(0);
    expect(await run([...args.slice(0, -1), `${out}-2`])).toBe(0);
  });

  it('by what goes wrong', async () => {
    const codes = [
      await fetch(`${url}/none.csv?token=${secrets.urlToken}`),
      await fetch('secret:DEAD'),
      await fetch('secret:BROKEN'),
      await fetch(`https://grower:${secrets.inTheAddress}@127.0.0.1/x.csv`),
      await fetch(`webdav+http://${webdav.host}/seeds.csv`, {
        WEBDAV_PASSWORD: secrets.wrongWebdav,
      }),
      await fetch(`s3://no-such-bucket/x?endpoint=${s3.url}`),
      await fetch('rclone:closed:seeds.csv'),
      await fetch('rclone:wrong:bucket/x'),
      await fetch('rclone:other:bucket/x'),
      await fetch(`rclone::s3,secret_access_key=${secrets.rcloneTyped}:x`),
      await fetch('github://owner/repo@v1/x.csv'),
      await push('github://owner/repo@v1'),
      await push(`s3://no-such-bucket/?endpoint=${s3.url}`),
      await push('rclone:closed:in'),
      await push('rclone:wrong:bucket/in'),
      await run(['dataset', 'fetch', 'hf://datasets/owner/name/a.csv']),
      await run(['dataset', 'fetch', 'doi:10.5281/zenodo.7']),
      await push(`rclone::s3,secret_access_key=${secrets.rcloneTyped}:x`),
      await push(`webdav://grower:${secrets.inTheAddress}@127.0.0.1/x/`),
      await run(['train', 'tabular-classifier', '--dataset', 'secret:DEAD', '--json']),
    ];
    expect(codes.filter((code) => code === 0)).toEqual([]);
  });

  // last: it looks at what those before have left
  it('in any output, receipt, error or file of the cache', async () => {
    const texts = [...printed, ...(await filesBelow(work))];
    const passwords = [secrets.webdav, secrets.wrongWebdav, secrets.rcloneWebdav];
    const accounts = passwords.map((password) => `grower:${password}`);
    const hidden = [...Object.values(secrets), obscured, ...accounts];
    const placesOf = (value: string): string[] =>
      texts.flatMap(([place, text]) =>
        formsOf(value).some((form) => text.includes(form)) ? [place] : [],
      );
    const found = hidden.map((secret) => [secret, placesOf(secret)] as const);
    // the search finds what may be shown: a run's link, and files of the runs
    expect(placesOf('orangery-data').length).toBeGreaterThan(4);
    expect(placesOf('secret:X')).toContainEqual(expect.stringMatching(/receipts\/run-.*\.json$/));
    expect(found.filter(([, places]) => places.length > 0)).toEqual([]);
    expect(printed.length).toBeGreaterThan(30);
    console.log(
      `${printed.length} runs and ${texts.length - printed.length} files hold none of ${hidden.length} secrets`,
    );
  });
});

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('hex')];
}

/** What was written below a folder, but for what the test put there and the data itself. */
async function filesBelow(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const written = paths.filter((path) => !/rclone\.conf$|seeds[^/]*\.csv$/.test(path));
  const texts: [string, string][] = [];
  for (const path of written) {
    if ((await stat(path)).size < 1024 ** 2) texts.push([path, await readFile(path, 'latin1')]);
  }
  return texts;
}
