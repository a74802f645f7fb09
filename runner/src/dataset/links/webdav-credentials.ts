import type { ResolveContext } from './link-kind.ts';

/**
 * The asker's WebDAV password, where this host may see it: the host that WEBDAV_HOST names. Without
 * that name, any host of a link typed at the command line, and none of a link from GitHub.
 */
export function webdavCredentials(
  { hostname }: URL,
  { access, hosts }: Pick<ResolveContext, 'access' | 'hosts'>,
): { readonly user: string; readonly password: string } | undefined {
  const { webdav } = access;
  const isMeant = webdav?.host === undefined ? hosts === undefined : webdav.host === hostname;
  return isMeant ? webdav : undefined;
}

/** The header of a user name and password (RFC 7617). */
export function basic(user: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
