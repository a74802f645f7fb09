import type { IncomingHttpHeaders } from 'node:http';

/** Of the connection to us, or said by us alone; names with an underscore are others of ours to some programs. */
const notHandedOn =
  /^(host|expect|keep-alive|upgrade|proxy-.*|te|trailer|http2-settings|x-forwarded-(host|prefix)|.*_.*)$/i;
/** With these a program would speak for all that answers at this address. */
const notGiven = /^(service-worker-allowed|clear-site-data|strict-transport-security)$/i;

export interface AskedParts {
  /** As the caller named it. */
  readonly host: string | undefined;
  readonly basePath: string;
  /** Whether its credentials are a key of ours. */
  readonly hidesKey: boolean;
}

/** What a program sees of a request's headers. */
export function asked(
  headers: IncomingHttpHeaders,
  { host, basePath, hidesKey }: AskedParts,
): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(
    ([name]) => !notHandedOn.test(name) && !(hidesKey && name.toLowerCase() === 'authorization'),
  );
  return {
    ...Object.fromEntries(kept),
    ...(host !== undefined && { 'x-forwarded-host': host }),
    ...(basePath !== '' && { 'x-forwarded-prefix': basePath }),
  };
}

export interface AnsweredParts {
  /** Of the program. */
  readonly address: string;
  readonly basePath: string;
}

/** What a caller sees of an answer's headers: addresses and cookies below the base path, no frame of another site. */
export function answered(
  headers: IncomingHttpHeaders,
  { address, basePath }: AnsweredParts,
): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !notGiven.test(name));
  const { location, 'set-cookie': cookies } = headers;
  return {
    'x-frame-options': 'SAMEORIGIN',
    ...Object.fromEntries(kept),
    ...(typeof location === 'string' && { location: below(location, { address, basePath }) }),
    ...(Array.isArray(cookies) && { 'set-cookie': cookies.map((one) => scoped(one, basePath)) }),
  };
}

/** The program knows nothing of the base path, unless it has heeded what we tell it. */
function below(location: string, { address, basePath }: AnsweredParts): string {
  const path = location.startsWith(`${address}/`) ? location.slice(address.length) : location;
  const isOwn = path === basePath || path.startsWith(`${basePath}/`);
  return isOwn || !/^\/(?!\/)/.test(path) ? path : `${basePath}${path}`;
}

function scoped(cookie: string, basePath: string): string {
  if (basePath === '') return cookie;
  return `${cookie.replace(/;\s*path=[^;]*/gi, '')}; Path=${basePath}`;
}
