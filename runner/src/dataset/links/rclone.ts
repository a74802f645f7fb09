import { Failure } from '@orangery/schemas';
import type { LinkKind, ParseLinkOptions } from './link-kind.ts';
import type { RcloneLink } from './link.ts';
import { resolveRclone } from './rclone-resolve.ts';

/** Whatever the asker's rclone reaches: its remotes are set up on this machine. */
export const rclone: LinkKind<'rclone'> = {
  kind: 'rclone',
  examples: ['rclone:remote:folder/data.zip', 'rclone:remote:folder'],
  parse: (text, options) => (/^rclone:/i.test(text) ? parseRclone(text, options) : undefined),
  label: labelOfRclone,
  // the remote's name means nothing on another machine
  givesAccess: () => false,
  resolve: resolveRclone,
};

export function labelOfRclone({ remote, path }: Pick<RcloneLink, 'remote' | 'path'>): string {
  return `rclone:${remote}:${path}`;
}

/**
 * Reads `rclone:remote:path`. A remote is a name and nothing else: what rclone calls a connection
 * string may hold passwords, and is refused without being shown.
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function parseRclone(text: string, { allowLocal }: Pick<ParseLinkOptions, 'allowLocal'>) {
  if (!allowLocal) {
    throw new Failure(
      'LINK_REFUSED',
      'dataset link: expected a link that works on every machine, found rclone:…',
      { hint: 'rclone’s remotes are set up on one machine: use such links at its command line.' },
    );
  }
  const [, remote = '', path] = /^rclone:([^:]*):(.*)$/isu.exec(text) ?? [];
  if (path === undefined || !/^[\p{L}\p{N}_.+@][\p{L}\p{N}_.+@ -]*$/u.test(remote)) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected rclone:remote:path with the name of a remote, found another form',
      {
        hint: 'Set the remote up once by rclone config, which keeps its passwords, and name it here.',
      },
    );
  }
  return { kind: 'rclone', remote, path } satisfies RcloneLink;
}
