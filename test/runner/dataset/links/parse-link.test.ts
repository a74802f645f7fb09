import { Failure } from '@orangery/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseDatasetLink,
  type DatasetLink,
  type ParseLinkOptions,
} from '../../../../runner/src/dataset/index.ts';
import { kindOf, remoteKinds } from '../../../../runner/src/dataset/links/kinds.ts';
import { caught } from '../../../helpers/caught.ts';

const local = { allowLocal: true, baseFolder: '/data' };
const remote = { allowLocal: false, baseFolder: '/data' };

describe('a dataset link', () => {
  it('is an https address anywhere', () => {
    const link = parseDatasetLink('https://data.example/a.zip?download=1#top', remote);
    expect(link).toEqual({ kind: 'https', url: new URL('https://data.example/a.zip?download=1') });
  });

  it.each([
    ['http://localhost:8080/a.zip', 'localhost'],
    ['http://127.0.0.1/a.zip', '127.0.0.1'],
    ['http://[::1]/a.zip', '[::1]'],
    ['HTTP://2130706433/a.zip', '127.0.0.1'],
  ])('is a loopback address at the command line: %s', (text, hostname) => {
    expect(parseDatasetLink(text, local)).toMatchObject({ kind: 'http', url: { hostname } });
  });

  it.each([
    ['penguins.csv', '/data/penguins.csv'],
    ['../other/a b.zip', '/other/a b.zip'],
    ['/elsewhere/folder', '/elsewhere/folder'],
    ['./a:b.csv', '/data/a:b.csv'],
    ['file:///elsewhere/a%20b.csv', '/elsewhere/a b.csv'],
  ])('is a path at the command line: %s', (text, path) => {
    expect(parseDatasetLink(text, local)).toEqual({ kind: 'file', path });
  });

  it.each([
    ['', local],
    ['  ', remote],
    ['ftp://data.example/a.zip', local],
    ['gopher://data.example/key', remote],
    ['secret:NAME', remote],
    ['constructor:x', local],
    ['https:data.example', remote],
    ['https://', remote],
    ['https://data.example/\u0000', remote],
    ['s3://data/\u202evsc.exe', remote],
    ['hf://datasets/a/b/\u2066x', remote],
    [`https://data.example/${'a'.repeat(5000)}`, remote],
    ['file:penguins.csv', local],
    ['file://host/share/a.csv', local],
  ])('is refused as unknown: %j', async (text, options) => {
    expect(await caught(() => parseDatasetLink(text, options))).toMatch(/^LINK_INVALID /);
  });

  it.each([
    ['http://data.example/a.zip', local],
    ['http://10.0.0.1/a.zip', local],
    ['http://localhost.evil.example/a.zip', local],
    ['http://localhost/a.zip', remote],
    ['https://localhost/a.zip', local],
    ['https://127.0.0.1/a.zip', local],
    ['https://0x7f.1/a.zip', remote],
    ['https://169.254.169.254/latest/meta-data', remote],
    ['https://[::ffff:10.0.0.1]/a.zip', remote],
    ['https://[fd00::1]/a.zip', remote],
    ['file:///etc/passwd', remote],
    ['penguins.csv', remote],
  ])('is refused as a place data may not come from: %s', async (text, options) => {
    expect(await caught(() => parseDatasetLink(text, options))).toMatch(/^LINK_REFUSED /);
  });

  it('says what was expected, what was found and what to do', async () => {
    expect(
      await caught(() => parseDatasetLink('ftp://data.example/', remote)),
    ).toMatchInlineSnapshot(
      `"LINK_INVALID dataset link: expected an https address, found a link that begins with ftp:"`,
    );
    expect(
      await caught(() => parseDatasetLink('http://data.example/', local)),
    ).toMatchInlineSnapshot(
      `"LINK_REFUSED dataset link: expected https, found http to data.example, which can be changed on its way"`,
    );
    expect(await caught(() => parseDatasetLink('https://10.1.2.3/', local))).toMatchInlineSnapshot(
      `"LINK_REFUSED dataset link: expected a public host, found 10.1.2.3, which is a private address"`,
    );
    expect(await caught(() => parseDatasetLink('data.csv', remote))).toMatchInlineSnapshot(
      `"LINK_REFUSED dataset link: expected an https address, found a path"`,
    );
  });

  it('never prints a user name or password', async () => {
    const message = await caught(() => parseDatasetLink('https://me:hush@data.example/a', remote));
    expect(message).toMatchInlineSnapshot(
      `"LINK_REFUSED dataset link: expected an address without a user name or password, found one to data.example"`,
    );
    for (const text of [
      'ftp://me:hush@data.example',
      'https:me:hush@data.example',
      'sftp:me@hush',
    ]) {
      expect(await caught(() => parseDatasetLink(text, local))).not.toContain('hush');
    }
  });

  it('gives a link or a Failure for any text, and what names it', () => {
    fc.assert(
      fc.property(start, anyText, fc.boolean(), (first, rest, allowLocal) => {
        const link = linkOrFailure(first + rest, { allowLocal, baseFolder: '/data' });
        if (link === undefined) return;
        expect(allowLocal || !isLocal(link)).toBe(true);
        if (link.kind !== 'file') expect(typeof kindOf(link).label(link)).toBe('string');
      }),
      { numRuns: 10_000 },
    );
  });

  it('names a link without what gives access', () => {
    fc.assert(
      fc.property(secret, secret, fc.constantFrom(...shares), name, (token, key, share, file) => {
        const link = parseDatasetLink(share(token, key, encodeURIComponent(file)), remote);
        if (link.kind === 'file') throw new Error('expected another kind');
        const kind = kindOf(link);
        expect(kind.givesAccess(link)).toBe(true);
        expect(kind.label(link)).not.toContain(token);
        expect(kind.label(link)).not.toContain(key);
      }),
      { numRuns: 10_000 },
    );
  });

  it('says nothing secret of a link that it refuses', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...refused), (token, form) => {
        try {
          parseDatasetLink(form(token), { ...remote, hosts: [] });
          expect.unreachable();
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect(
            JSON.stringify([(error as Failure).message, (error as Failure).hint]),
          ).not.toContain(token);
        }
      }),
    );
  });

  it.each(remoteKinds.flatMap(({ kind, examples }) => examples.map((text) => [kind, text])))(
    'of the kind %s is read as its example: %s',
    (kind, text) => {
      const example = text!.replace(/\b(ID|TOKEN|KEY)\b/g, 'Abc123Def456Ghi').replace(/\bN\b/, '7');
      expect(parseDatasetLink(example, local).kind).toBe(kind);
    },
  );

  it.each([
    ['https://zenodo.org/records/1/files/', '/content'],
    ['https://huggingface.co/datasets/a/', 'tree/'],
    ['https://github.com/a/b/releases/download/', 'a/'],
    ['https://host.example/', 's/index.php/'],
    ['https://host.example/public.php/dav/files', '/public.php/dav/files'],
    ['https://www.dropbox.com/scl/fi/', 'a/'],
    ['https://drive.google.com/a/', 'file/d/'],
    ['hf://datasets/a@', 'refs/pr/'],
    ['github://a/b@', '@/'],
  ])('is read quickly however long it is: %s', (first, repeated) => {
    const text = first + repeated.repeat(Math.floor((4096 - first.length) / repeated.length));
    const startedAt = performance.now();
    linkOrFailure(text, remote);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

const shares: readonly ((token: string, key: string, file: string) => string)[] = [
  (token, _, file) => `https://cloud.example/s/${token}/download?path=/x&files=${file}`,
  (token) => `https://cloud.example/index.php/s/${token}`,
  (token, _, file) => `https://cloud.example/public.php/dav/files/${token}/${file}`,
  (token, key) => `https://drive.google.com/file/d/${token}/view?resourcekey=${key}`,
  (token) => `https://drive.google.com/uc?id=${token}`,
  (token, key, file) => `https://www.dropbox.com/scl/fi/${token}/${file}?rlkey=${key}&dl=0`,
  (token, key) => `https://www.dropbox.com/scl/fo/${token}/${key}?rlkey=${key}`,
  (token, _, file) => `https://www.dropbox.com/s/${token}/${file}`,
  (token, key, file) => `https://data.example/${file}?token=${token}&sig=${key}`,
];

const refused: readonly ((token: string) => string)[] = [
  (token) => `https://cloud.example/s/${token}`,
  (token) => `https://cloud.example/x?token=${token}`,
  (token) => `https://zenodo.org/records/1?token=${token}`,
  (token) => `https://drive.google.com/drive/folders/${token}`,
  (token) => `https://www.dropbox.com/scl/${token}`,
  (token) => `webdav://me:${token}@host.example/x`,
  (token) => `webdav://host.example/x?key=${token}`,
  (token) => `hf:${token}`,
  (token) => `github:${token}`,
  (token) => `doi:${token}`,
];

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const secret = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 20, maxLength: 40 })
  .map((text) => `Q9${text}`);
const name = fc.string({
  minLength: 1,
  maxLength: 10,
  unit: fc.constantFrom('a', 'ü', ' ', '%', '…'),
});

const anyText = fc.oneof(
  fc.webUrl(),
  fc.webPath(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('/', '@', '#', '?', '%', '.', '..', ':', 'a', '7', '\ud800') }),
  fc.ipV6(),
  fc.ipV4(),
);

const start = fc.constantFrom(
  '',
  'https://',
  'http://',
  'file:',
  'file:///',
  'https://[',
  'x:',
  'doi:',
  'doi:10.5281/zenodo.7',
  'https://zenodo.org/records/7',
  'hf://datasets/',
  'https://huggingface.co/datasets/a/b',
  'github://a/b@',
  'https://github.com/a/b/releases/',
  'https://drive.google.com/',
  'https://drive.google.com/file/d/',
  'https://www.dropbox.com/scl/fi/a/',
  'https://host.example/s/Abc123Def456Ghi',
  'https://host.example/public.php/dav/files/Abc123Def456Ghi/',
  'webdav://',
  'webdav+http://127.0.0.1/',
  's3://',
  'rclone:',
);

function linkOrFailure(text: string, options: ParseLinkOptions): DatasetLink | undefined {
  try {
    return parseDatasetLink(text, options);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return undefined;
  }
}

/** Whether a link reaches what only somebody at this machine may name. */
function isLocal(link: DatasetLink): boolean {
  if (link.kind === 'file' || link.kind === 'http' || link.kind === 'rclone') return true;
  if (link.kind === 'webdav') return link.url.protocol === 'http:';
  return link.kind === 'nextcloud' && link.base.protocol === 'http:';
}
