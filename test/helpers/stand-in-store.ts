import { testServer, type TestServer } from './test-server.ts';

/**
 * Stands for the store that a service sends downloads to by signed addresses: another origin, which
 * answers 400 to whoever shows a token, as S3 does when two proofs are given.
 * @param files by path, with the leading slash
 */
export async function standInStore(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<TestServer> {
  return testServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://store');
    const content = files[decodeURIComponent(pathname)];
    if (request.headers.authorization !== undefined || request.headers.cookie !== undefined) {
      response.writeHead(400).end('two proofs');
    } else if (searchParams.get('signature') !== 'good') response.writeHead(403).end();
    else if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': Buffer.byteLength(content) }).end(content);
  });
}
