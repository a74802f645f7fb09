import { describe, expect, it } from 'vitest';
import { noAccess } from '../../../../runner/src/dataset/index.ts';
import { remoteKinds } from '../../../../runner/src/dataset/links/kinds.ts';
import { requestHosts } from '../../../../runner/src/dataset/links/request-hosts.ts';
import { isHostOf } from '../../../../runner/src/dataset/network/open-request.ts';
import { caught } from '../../../helpers/caught.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, sha256, table } from './services.ts';

function hostsOf(name: string, hosts: readonly string[] | undefined) {
  return requestHosts(
    remoteKinds.find(({ kind }) => kind === name)!,
    hosts,
    noAccess,
  );
}

describe('the hosts that a link’s requests may go to', () => {
  it.each(remoteKinds.map(({ kind }) => kind))(
    'are all public ones where none are named: %s',
    (kind) => {
      expect(hostsOf(kind, undefined)).toBeUndefined();
    },
  );

  it.each([
    ['zenodo', 'zenodo.org'],
    ['hugging-face', 'huggingface.co'],
    ['hugging-face', 'cdn-lfs.huggingface.co'],
    ['hugging-face', 'cas-bridge.xethub.hf.co'],
    ['github', 'api.github.com'],
    ['github', 'objects.githubusercontent.com'],
    ['github', 'release-assets.githubusercontent.com'],
    ['google-drive', 'drive.usercontent.google.com'],
    ['dropbox', 'www.dropbox.com'],
    ['dropbox', 'uc0123456789.dl.dropboxusercontent.com'],
  ])('are those of the service: %s asks %s', (kind, host) => {
    const hosts = hostsOf(kind, ['named.example']);
    expect(hosts).toContain('named.example');
    expect(hosts!.some((name) => isHostOf(host, name))).toBe(true);
    expect(hosts!.some((name) => isHostOf(`${host}.evil.example`, name))).toBe(false);
    expect(hosts!.some((name) => isHostOf(`evil-${host}`, name) && !name.startsWith('.'))).toBe(
      false,
    );
  });

  it.each(['https', 'http', 'nextcloud', 'webdav'])('are only the named ones for %s', (kind) => {
    expect(hostsOf(kind, ['named.example'])).toEqual(['named.example']);
  });
});

describe('a link from GitHub', () => {
  const asset = { id: 1, name: 'a.csv' };
  const link = 'github://trees/leaves@v1/a.csv';

  async function fetchVia(location: string | undefined) {
    const server = await testServer((request, response) => {
      const isFile = request.url?.includes('/assets/') === true;
      if (isFile && location !== undefined) response.writeHead(302, { location }).end();
      else response.end(isFile ? table : JSON.stringify({ assets: [asset] }));
    });
    const options = { ...(await optionsFor({ github: server.url })), hosts: [], allowLocal: false };
    return fetchLinks([link], options);
  }

  it('reaches its service where no host is named', async () => {
    const { sources } = await fetchVia(undefined);
    expect(sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it('is refused when its service sends it to a host of nobody’s', async () => {
    const elsewhere = await testServer((_, response) => response.end(table));
    const location = elsewhere.url.replace('127.0.0.1', 'localhost');
    expect(await caught(() => fetchVia(location))).toMatch(/^LINK_REFUSED .*found localhost$/);
    expect(elsewhere.requests).toEqual([]);
  });
});
