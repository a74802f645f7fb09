import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { testServer, type TestServer } from './test-server.ts';

export interface DavTree {
  /** Contents by path, without a leading slash. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** `user:password` that is asked for. */
  readonly login?: string;
  /** Sends those who ask for a folder without its slash to the one with it, as Apache does. */
  readonly redirectsFolders?: boolean;
}

/** A WebDAV server of these files, at the root of a free loopback port. */
export async function standInWebdav(tree: DavTree): Promise<TestServer> {
  return testServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://server');
    if (tree.login !== undefined && !hasLogin(request, tree.login)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="files"' }).end();
    } else answerDav({ request, response, root: '', path: pathname.slice(1), tree });
  });
}

export function hasLogin({ headers }: IncomingMessage, login: string): boolean {
  return headers.authorization === `Basic ${Buffer.from(login).toString('base64')}`;
}

export interface DavQuestion {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Address of the tree, without a final slash. */
  readonly root: string;
  /** Below it, still percent-encoded. */
  readonly path: string;
  readonly tree: DavTree;
}

/** Answers PROPFIND and GET as Sabre, the server in Nextcloud, does. */
export function answerDav({ request, response, root, path, tree }: DavQuestion): void {
  const name = decodeURIComponent(path).replace(/\/$/, '');
  const content = tree.files[name];
  const children = childrenOf(tree, name);
  if (content === undefined && children.length === 0) {
    response.writeHead(404).end('<d:error xmlns:d="DAV:"/>');
  } else if (request.method === 'GET') response.end(content);
  else if (request.method !== 'PROPFIND' || request.headers.depth !== '1') {
    response.writeHead(405).end();
  } else if (tree.redirectsFolders && content === undefined && !/(^|\/)$/.test(path)) {
    response.writeHead(301, { location: `${root}/${path}/` }).end();
  } else {
    const entries = content === undefined ? [`${name}/`, ...children] : [name];
    const answers = entries.map((entry) => answerFor(root, entry.replace(/^\//, ''), tree));
    response.writeHead(207, { 'content-type': 'application/xml; charset=utf-8' });
    response.end(
      `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">${answers.join('')}</d:multistatus>`,
    );
  }
}

/** Names right below a folder, those of folders with a slash. */
function childrenOf({ files }: DavTree, folder: string): readonly string[] {
  const start = folder === '' ? '' : `${folder}/`;
  const below = Object.keys(files).filter((path) => path.startsWith(start) && path !== folder);
  return [...new Set(below.map((path) => start + path.slice(start.length).replace(/\/.*/s, '/')))];
}

function answerFor(root: string, path: string, { files }: DavTree): string {
  const href = `${root}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const content = files[path];
  const sha1 = content && createHash('sha1').update(content).digest('hex').toUpperCase();
  const found =
    content === undefined
      ? '<d:resourcetype><d:collection/></d:resourcetype>'
      : `<d:resourcetype/><d:getcontentlength>${Buffer.byteLength(content)}</d:getcontentlength>` +
        `<oc:checksums><oc:checksum>SHA1:${sha1} ADLER32:00000000</oc:checksum></oc:checksums>`;
  const missing =
    content === undefined ? '<oc:checksums/><d:getcontentlength/>' : '<d:displayname/>';
  return (
    `<d:response><d:href>${href}</d:href>` +
    `<d:propstat><d:prop>${found}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>` +
    `<d:propstat><d:prop>${missing}</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>` +
    '</d:response>'
  );
}
