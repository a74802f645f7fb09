import { Failure } from '@orangery/schemas';
import type { LinkOfKind } from './link-kind.ts';

const idForm = /^[A-Za-z0-9_-]{10,200}$/;

/**
 * Reads the addresses that Google Drive gives for a shared file.
 * @returns `undefined` when the text is of another kind
 * @throws Failure LINK_INVALID for what Drive has besides files
 */
export function parseGoogleDrive(text: string): LinkOfKind<'google-drive'> | undefined {
  const url = /^https:\/\//i.test(text) ? URL.parse(text) : null;
  const host = url?.hostname ?? '';
  if (url === null || !/^(drive|docs|drive\.usercontent)\.google\.com$/.test(host))
    return undefined;
  const kind = others.find(([form]) => form.test(url.pathname));
  if (kind !== undefined) throw notAFile(kind[1], kind[2]);
  const named = /^(?:\/a\/[^/]+)?\/file\/(?:u\/\d+\/)?d\/([^/]+)(?:\/.*)?$/.exec(url.pathname)?.[1];
  const asked = /^(?:\/a\/[^/]+)?(?:\/u\/\d+)?\/(?:open|uc|download)$/.test(url.pathname);
  const id = named ?? (asked ? (url.searchParams.get('id') ?? '') : '');
  if (!idForm.test(id)) throw notAFile('another of its pages', 'Copy the link from Share.');
  const resourceKey = url.searchParams.get('resourcekey') ?? '';
  return { kind: 'google-drive', id, ...(idForm.test(resourceKey) ? { resourceKey } : {}) };
}

const rclone = 'or link to it through rclone: rclone:remote:folder.';

const others: readonly (readonly [form: RegExp, found: string, hint: string])[] = [
  [/\/folders\//, 'a folder', `Pack the folder as zip and share that file, ${rclone}`],
  [/\/folderview$/, 'a folder', `Pack the folder as zip and share that file, ${rclone}`],
  [
    /^(?:\/a\/[^/]+)?\/(?:spreadsheets|document|presentation|forms)\//,
    'a document of Google’s own',
    'Download it as CSV, put that file on the Drive and share it.',
  ],
];

function notAFile(found: string, hint: string): Failure {
  return new Failure(
    'LINK_INVALID',
    `dataset link: expected the link of a file on Google Drive, found ${found}`,
    { hint },
  );
}
