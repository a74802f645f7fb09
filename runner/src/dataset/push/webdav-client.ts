import type { Readable } from 'node:stream';
import { Failure } from '@orangery/schemas';
import type { DatasetAccess } from '../access.ts';
import { basic, webdavCredentials } from '../links/webdav-credentials.ts';
import type { HttpClient, HttpText } from '../network/http-client.ts';
import { shortLink } from '../network/open-request.ts';

export interface WebdavCall {
  readonly method: 'HEAD' | 'PUT' | 'MKCOL' | 'MOVE' | 'PROPFIND' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: number; readonly stream: () => Readable };
}

/** Sends WebDAV requests (RFC 4918) with the asker's user and password. */
export interface WebdavClient {
  /** @throws Failure DOWNLOAD_FAILED, LINK_REFUSED, TIMED_OUT, CANCELLED; an answer of any status is returned */
  send(call: WebdavCall): Promise<HttpText>;
  /** Makes a collection and those above it that are missing. @throws Failure UPLOAD_FAILED */
  makeFolder(url: URL): Promise<void>;
}

export function createWebdavClient(http: HttpClient, access: DatasetAccess): WebdavClient {
  const send = async ({ method, url, headers, body }: WebdavCall): Promise<HttpText> => {
    const credentials = webdavCredentials(url, { access });
    const request = {
      method,
      url,
      headers: {
        ...(credentials && basic(credentials.user, credentials.password)),
        ...headers,
        ...(body && { 'content-length': String(body.bytes) }),
      },
      ...(body && { body: body.stream }),
    };
    return http.send(() => request, shortLink(url));
  };
  const makeFolder = async (url: URL): Promise<void> => {
    if (url.pathname === '/') return;
    const { status } = await send({ method: 'MKCOL', url });
    // 405: it is there; 403: perhaps only the making is forbidden, which the sending will show
    if ([201, 200, 403, 405].includes(status)) return;
    if (status !== 409 && status !== 404) throw webdavFailure(status, url);
    await makeFolder(new URL('..', url));
    const again = await send({ method: 'MKCOL', url });
    if (![201, 200, 405].includes(again.status)) throw webdavFailure(again.status, url);
  };
  return { send, makeFolder };
}

/** What an answer's status means for the person who pushes. */
export function webdavFailure(status: number, url: URL): Failure {
  const { found, hint } = meanings[status] ?? {
    found: `status ${status}`,
    hint: 'Check that the address is one of WebDAV, then try again later.',
  };
  return new Failure(
    'UPLOAD_FAILED',
    `${shortLink(url)}: expected it to be taken, found ${found}`,
    {
      hint,
    },
  );
}

const account = 'Set WEBDAV_USER and WEBDAV_PASSWORD; Nextcloud makes app passwords for this.';

const meanings: Readonly<Record<number, { readonly found: string; readonly hint: string }>> = {
  401: { found: 'no user or another password', hint: account },
  403: { found: 'no permission to write there', hint: account },
  404: {
    found: 'no such place',
    hint: 'Check the address: it is the one that WebDAV clients use.',
  },
  405: { found: 'a server that does not speak WebDAV there', hint: 'Check the address.' },
  409: { found: 'no folder above it', hint: 'Make the folder first.' },
  413: { found: 'more bytes than the server takes at once', hint: 'Ask who runs the server.' },
  423: { found: 'a lock on it', hint: 'Wait until the other program has ended.' },
  507: { found: 'no space left there', hint: 'Make space, then push again.' },
};
