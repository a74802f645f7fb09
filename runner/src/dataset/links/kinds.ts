import type { DatasetLink } from './link.ts';
import type { LinkKind } from './link-kind.ts';
import { dropbox } from './dropbox.ts';
import { github } from './github.ts';
import { googleDrive } from './google-drive.ts';
import { huggingFace } from './hugging-face.ts';
import { nextcloud } from './nextcloud.ts';
import { rclone } from './rclone.ts';
import { s3 } from './s3.ts';
import { http, https } from './web.ts';
import { webdav } from './webdav.ts';
import { zenodo } from './zenodo.ts';

/**
 * Every kind of link but local ones, in the order they are asked: services before the web at large,
 * so that an address copied from a service's page is known for what it is.
 */
export const remoteKinds: readonly LinkKind[] = [
  zenodo,
  huggingFace,
  github,
  googleDrive,
  dropbox,
  nextcloud,
  webdav,
  s3,
  rclone,
  https,
  http,
] as readonly LinkKind[];

/** @throws Error when a kind is not in the list: a mistake of ours */
export function kindOf(link: Exclude<DatasetLink, { kind: 'file' }>): LinkKind {
  const found = remoteKinds.find(({ kind }) => kind === link.kind);
  if (found === undefined) throw new Error(`no such kind of link: ${link.kind}`);
  return found;
}
