import { Failure } from '@orangery/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
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

  it('gives a link or a Failure for any text', () => {
    const part = fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.ipV6(), fc.ipV4());
    const scheme = fc.constantFrom(
      '',
      'https://',
      'http://',
      'file:',
      'file:///',
      'https://[',
      'x:',
    );
    fc.assert(
      fc.property(scheme, part, fc.boolean(), (start, rest, allowLocal) => {
        try {
          const link = parseDatasetLink(start + rest, { allowLocal, baseFolder: '/data' });
          expect(allowLocal || link.kind === 'https').toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 500 },
    );
  });
});
