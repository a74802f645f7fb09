import type { Readable } from 'node:stream';
import { Failure } from '@orangery/schemas';
import { XMLParser } from 'fast-xml-parser';
import { elementsIn, numberIn, textIn, type XmlElement } from '../links/s3-xml.ts';
import type { DatasetAccess } from '../access.ts';
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

export function createWebdavClient(
  http: HttpClient,
  { webdav }: Pick<DatasetAccess, 'webdav'>,
): WebdavClient {
  const authorization: Record<string, string> =
    webdav === undefined
      ? {}
      : {
          authorization: `Basic ${Buffer.from(`${webdav.user}:${webdav.password}`).toString('base64')}`,
        };
  const send = async ({ method, url, headers, body }: WebdavCall): Promise<HttpText> => {
    const length: Record<string, string> =
      body === undefined ? {} : { 'content-length': String(body.bytes) };
    const request = { method, url, headers: { ...authorization, ...headers, ...length } };
    return http.send(
      () => (body === undefined ? request : { ...request, body: body.stream }),
      shortLink(url),
    );
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

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  maxNestedTags: 32,
});

/** Names and sizes of what a PROPFIND of depth 1 lists; nothing when it is not understood. */
export function listedSizes(text: string): ReadonlyMap<string, number> {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return new Map();
  const document: unknown = parser.parse(text);
  if (typeof document !== 'object' || document === null) return new Map();
  const [list] = elementsIn(document as XmlElement, 'multistatus');
  return new Map(
    elementsIn(list ?? {}, 'response').flatMap((response) => {
      const name = textIn(response, 'href').trim().split('/').at(-1) ?? '';
      const bytes = elementsIn(response, 'propstat')
        .flatMap((propstat) => elementsIn(propstat, 'prop'))
        .map((prop) => numberIn(prop, 'getcontentlength'))
        .find((size) => size !== undefined);
      return bytes === undefined ? [] : [[name, bytes] as const];
    }),
  );
}
