import { Failure, rememberSecret } from '@orangery/schemas';
import type { DatasetAccess } from '../access.ts';
import { decoded } from './address-parts.ts';
import { fileName } from './file-name.ts';
import { httpFile, oneFile } from './http-file.ts';
import type { LinkKind, LinkOfKind, ParseLinkOptions } from './link-kind.ts';
import { parseUrl } from './web.ts';

/** A file or folder that is shared on Dropbox by its link; a folder comes as zip. */
export const dropbox: LinkKind<'dropbox'> = {
  kind: 'dropbox',
  examples: ['https://www.dropbox.com/scl/fi/ID/data.csv?rlkey=KEY&dl=0'],
  parse,
  label: ({ url }) => labelOf(url),
  givesAccess: () => true,
  serviceHosts: ({ endpoints }) => [
    endpoints.dropbox.hostname,
    'www.dropbox.com',
    'dropbox.com',
    '.dropboxusercontent.com',
  ],
  resolve: async ({ url }, { access }) => {
    for (const secret of secretsOf(url)) rememberSecret(secret);
    const download = downloadOf(url, access);
    return oneFile(
      httpFile({
        path: nameOfShare(url),
        label: labelOf(url),
        identity: `dropbox ${url.pathname}`,
        bytes: undefined,
        checksum: undefined,
        request: () => ({ url: download }),
      }),
    );
  },
};

const hosts = /^(www\.|dl\.)?dropbox\.com$|^dl\.dropboxusercontent\.com$/;
const fileForm = /^\/(?:scl\/fi|s(?:\/dl)?)\/([A-Za-z0-9_-]+)\/([^/]+)\/?$/;
const folderForm = /^\/(?:scl\/fo|sh)\/([A-Za-z0-9_-]+)(?:\/([A-Za-z0-9_-]+))?\/?$/;

function parse(text: string, options: ParseLinkOptions): LinkOfKind<'dropbox'> | undefined {
  const parsed = /^https:\/\//i.test(text) ? URL.parse(text) : null;
  if (parsed === null || !hosts.test(parsed.hostname)) return undefined;
  const url = parseUrl(text, options);
  if (fileForm.test(url.pathname) || folderForm.test(url.pathname)) return { kind: 'dropbox', url };
  throw new Failure(
    'LINK_INVALID',
    'dataset link: expected the link of a shared file on Dropbox, found another of its pages',
    { hint: 'Copy the link from Share: it begins with https://www.dropbox.com/scl/.' },
  );
}

function labelOf({ pathname }: URL): string {
  const [, kind] = /^\/(scl\/fi|scl\/fo|sh|s)\//.exec(pathname) ?? [];
  const name = fileForm.exec(pathname)?.[2];
  return `https://www.dropbox.com/${kind}/…${name === undefined ? '' : `/${decoded(name)}`}`;
}

function nameOfShare({ pathname }: URL): string {
  const name = fileForm.exec(pathname)?.[2];
  return name === undefined ? 'dropbox.zip' : fileName(decoded(name));
}

function secretsOf({ pathname, searchParams }: URL): readonly (string | undefined)[] {
  const ids = fileForm.exec(pathname)?.slice(1, 2) ?? folderForm.exec(pathname)?.slice(1) ?? [];
  return [...ids, searchParams.get('rlkey') ?? undefined, searchParams.get('st') ?? undefined];
}

/** The address that gives the file itself instead of a page about it. */
function downloadOf({ pathname, searchParams }: URL, { endpoints }: DatasetAccess): URL {
  const url = new URL(pathname.replace(/^\/s\/dl\//, '/s/'), endpoints.dropbox);
  for (const name of ['rlkey', 'e', 'st', 'subfolder_nav_tracking']) {
    const value = searchParams.get(name);
    if (value !== null) url.searchParams.set(name, value);
  }
  url.searchParams.set('dl', '1');
  return url;
}
