import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noAccess } from '../../runner/src/dataset/index.ts';
import { findProgram } from '../helpers/find-program.ts';
import { startRcloneServer, type RcloneServerOptions } from '../helpers/rclone-server.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { fetchLinks, fetchOptions } from '../runner/dataset/fetching.ts';

const program = findProgram('rclone');
const files = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [
    `class ${index % 7}/${index % 3 === 0 ? 'ü & ö' : 'plain'}/${index}#%.csv`,
    `a,b\n${index},2\n`,
  ]),
);

describe.skipIf(program === undefined)('a WebDAV link to rclone', () => {
  it('gives the same folder as the path on this machine', { timeout: 120_000 }, async () => {
    const folder = await tempFolder(files);
    const host = await served(folder);
    const options = await fetchOptions();
    const local = await fetchLinks([folder], options);
    const remote = await fetchLinks([`webdav+http://${host}/`], options);
    expect(remote.files.map(({ path }) => path)).toEqual(local.files.map(({ path }) => path));
    expect(remote.sources[0]).toMatchObject({
      sha256: local.sources[0]!.sha256,
      bytes: local.sources[0]!.bytes,
    });
  });

  it('gives a file, with the password that it asks for', { timeout: 120_000 }, async () => {
    const content = 'a,b\n'.repeat(500_000);
    const folder = await tempFolder({ 'big ä.csv': content });
    const host = await served(folder, { user: 'me', password: 'sesame-open' });
    const webdav = { user: 'me', password: 'sesame-open', host: '127.0.0.1' };
    const options = { ...(await fetchOptions()), access: { ...noAccess, webdav } };
    const link = `webdav+http://${host}/big%20%C3%A4.csv`;
    const { sources } = await fetchLinks([link], options);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(sources).toEqual([{ link, sha256, bytes: content.length }]);
    const locked = fetchLinks([link.replace('big', 'small')], await fetchOptions());
    await expect(locked).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      hint: expect.stringContaining('Set WEBDAV_USER and WEBDAV_PASSWORD') as unknown,
    });
  });
});

async function served(folder: string, account: RcloneServerOptions = {}): Promise<string> {
  const { host, stop } = await startRcloneServer(program!, 'webdav', folder, account);
  onTestFinished(stop);
  return host;
}
