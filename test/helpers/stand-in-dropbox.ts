import { standInStore } from './stand-in-store.ts';
import { testServer, type TestServer } from './test-server.ts';

export interface DropboxShare {
  /** Path of the link. */
  readonly path: string;
  readonly key: string;
  readonly content: string | Uint8Array;
}

/** Answers as www.dropbox.com does for a shared link: with dl=1 it sends on to where files lie. */
export async function standInDropbox({ path, key, content }: DropboxShare): Promise<TestServer> {
  const store = await standInStore({ '/cd/0/get/file': content });
  return testServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://dropbox');
    if (pathname === '/login') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html></html>');
    } else if (pathname !== path) response.writeHead(404).end('<!doctype html><html></html>');
    else if (searchParams.get('rlkey') !== key) {
      response.writeHead(302, { location: '/login?cont=x' }).end();
    } else if (searchParams.get('dl') !== '1') response.end('<!doctype html><html></html>');
    else {
      const location = `${store.url}/cd/0/get/file?signature=good`;
      response.writeHead(302, { location }).end();
    }
  });
}
