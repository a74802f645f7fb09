import { Failure } from '@orangery/schemas';
import { isLoopbackHost } from '../network/address.ts';
import { checkHost } from '../network/open-request.ts';
import { resolveS3 } from './s3-resolve.ts';
import type { LinkKind, ParseLinkOptions } from './link-kind.ts';
import type { S3Link } from './link.ts';
import { checkPublic } from './web.ts';

const forms = 's3://bucket/key, s3://bucket/folder/ or s3://bucket/key?endpoint=https://…&region=…';

/** Hosts that data may come from when only some may be asked. */
const s3Hosts: readonly string[] = ['.amazonaws.com', '.amazonaws.com.cn'];

/** An object, or all objects below a prefix, of Amazon's S3 or a server that speaks like it. */
export const s3: LinkKind<'s3'> = {
  kind: 's3',
  examples: [
    's3://bucket/folder/data.zip',
    's3://bucket/folder/',
    's3://bucket/data.zip?endpoint=https://s3.example.org&region=eu-1',
  ],
  parse: (text, options) => (/^s3:/i.test(text) ? parseS3(text, options) : undefined),
  label: labelOfS3,
  // without credentials the link reads only what is public
  givesAccess: () => false,
  // whoever set the endpoint in the environment trusts it
  serviceHosts: ({ s3: { endpoint } }) => [
    ...s3Hosts,
    ...(endpoint === undefined ? [] : [endpoint.hostname]),
  ],
  resolve: resolveS3,
};

/** `s3://bucket/key`, without endpoint and region. */
export function labelOfS3({ bucket, key }: Pick<S3Link, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`;
}

/**
 * Reads `s3://bucket/key?endpoint=…&region=…`. The key is taken as it stands, as Amazon's own tools
 * do: `%20` is three characters of it.
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function parseS3(text: string, options: ParseLinkOptions): S3Link {
  const [, place, query] = /^s3:\/\/([^?]*)(?:\?(.*))?$/i.exec(text) ?? [];
  if (place === undefined) throw invalid('another form');
  const slash = place.indexOf('/');
  const bucket = slash === -1 ? place : place.slice(0, slash);
  const key = slash === -1 ? '' : place.slice(slash + 1);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
    throw invalid('no bucket name of 3 to 63 small letters, digits, dots and hyphens');
  }
  const problem = problemOfKey(key);
  if (problem !== undefined) throw invalid(problem);
  return { kind: 's3', bucket, key, ...readQuery(query, options) };
}

function problemOfKey(key: string): string | undefined {
  if (Buffer.byteLength(key) > 1024) return 'a key of more than 1024 bytes';
  // an address would be shortened to another key
  if (key.split('/').some((part) => /^\.{1,2}$/.test(part))) return 'a "." or ".." in the key';
  return undefined;
}

function readQuery(
  query: string | undefined,
  options: ParseLinkOptions,
): Pick<S3Link, 'endpoint' | 'region'> {
  const values = new URLSearchParams(query);
  if ([...values.keys()].some((name) => name !== 'endpoint' && name !== 'region')) {
    throw invalid('something after "?" that is neither endpoint nor region');
  }
  const endpoint = values.get('endpoint');
  const region = values.get('region');
  if (region !== null && !/^[a-z0-9-]{1,40}$/.test(region)) throw invalid('no name of a region');
  return {
    ...(endpoint === null ? {} : { endpoint: readEndpoint(endpoint, options) }),
    ...(region === null ? {} : { region }),
  };
}

function readEndpoint(text: string, options: ParseLinkOptions): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw invalid('an endpoint that is no https address');
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure(
      'LINK_REFUSED',
      `dataset link: expected an endpoint without a user name or password, found one at ${url.hostname}`,
      { hint: 'Put keys into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.' },
    );
  }
  if (url.protocol === 'http:') checkLoopback(url, options);
  else checkPublic(url);
  checkHost(url, options.hosts);
  return url;
}

function checkLoopback(url: URL, { allowLocal }: ParseLinkOptions): void {
  if (allowLocal && isLoopbackHost(url.hostname)) return;
  throw new Failure(
    'LINK_REFUSED',
    `dataset link: expected an https endpoint, found http to ${url.hostname}`,
    { hint: 'http is for this machine only, typed at the command line.' },
  );
}

function invalid(found: string): Failure {
  return new Failure('LINK_INVALID', `dataset link: expected ${forms}, found ${found}`, {
    hint: 'The key is written as it is, without %-escapes; keys with "?" cannot be linked to.',
  });
}
