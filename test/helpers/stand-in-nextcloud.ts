import { answerDav, hasLogin, type DavTree } from './stand-in-webdav.ts';
import { testServer, type TestServer } from './test-server.ts';

export interface StandInShare {
  readonly token: string;
  /** A shared folder; a shared file lies at the path ''. */
  readonly tree: DavTree;
  readonly password?: string;
  /** Folder that Nextcloud lies in, with a leading slash. */
  readonly base?: string;
  /** Before version 29 there is only public.php/webdav. */
  readonly isOld?: boolean;
}

/** A Nextcloud with one public share, answering by WebDAV as its two public addresses do. */
export async function standInNextcloud(share: StandInShare): Promise<TestServer> {
  const { token, tree, password = '', base = '', isOld = false } = share;
  const newer = `${base}/public.php/dav/files/${token}`;
  const older = `${base}/public.php/webdav`;
  return testServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://server');
    const below = (root: string) => pathname === root || pathname.startsWith(`${root}/`);
    const answer = (root: string): void =>
      answerDav({ request, response, root, path: pathname.slice(root.length + 1), tree });
    const isAllowed = password === '' || hasLogin(request, `anonymous:${password}`);
    if (request.method !== 'GET' && request.headers['x-requested-with'] !== 'XMLHttpRequest') {
      response.writeHead(401).end();
    } else if (!isOld && below(newer) && isAllowed) answer(newer);
    else if (below(older) && hasLogin(request, `${token}:${password}`)) answer(older);
    else if (below(older) || (!isOld && pathname.startsWith(`${base}/public.php/dav/`))) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="Nextcloud"' }).end();
    } else response.writeHead(404).end('<!doctype html><html></html>');
  });
}
