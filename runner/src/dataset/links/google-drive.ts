import { Failure, rememberSecret } from '@orangery/schemas';
import type { HttpText } from '../network/http-client.ts';
import { childUrl } from './address-parts.ts';
import { lineOf } from './answer-fields.ts';
import { unwanted } from './answer.ts';
import { attachmentOf, type Attachment } from './attachment.ts';
import { parseGoogleDrive } from './google-drive-link.ts';
import { formAddress } from './html-form.ts';
import { httpFile, oneFile } from './http-file.ts';
import type { LinkKind, LinkOfKind, ResolveContext } from './link-kind.ts';
import type { ResolvedLink } from './resolved-link.ts';

const place = 'https://drive.google.com/file/d/…';

/** A file that is shared on Google Drive by its link. */
export const googleDrive: LinkKind<'google-drive'> = {
  kind: 'google-drive',
  examples: ['https://drive.google.com/file/d/ID/view?usp=sharing'],
  parse: parseGoogleDrive,
  label: () => place,
  givesAccess: () => true,
  // where nobody may read without logging in, it sends on to the accounts
  serviceHosts: ({ endpoints }) => [
    endpoints.googleDrive.hostname,
    'drive.google.com',
    'drive.usercontent.google.com',
    'accounts.google.com',
  ],
  resolve,
};

async function resolve(
  link: LinkOfKind<'google-drive'>,
  context: ResolveContext,
): Promise<ResolvedLink> {
  rememberSecret(link.id);
  rememberSecret(link.resourceKey);
  const found = await findFile(link, context);
  const path = found.attachment.name;
  const fresh = [found.url];
  return oneFile(
    httpFile({
      path,
      label: `${place}/${path}`,
      identity: `google-drive ${link.id}`,
      bytes: found.attachment.bytes,
      checksum: undefined,
      // a confirmed address serves once; another attempt asks for another
      request: async () => ({ url: fresh.pop() ?? (await findFile(link, context)).url }),
    }),
  );
}

interface Found {
  readonly url: URL;
  readonly attachment: Attachment;
}

/**
 * Finds where the file itself comes from. Of a large file a page comes first, which says that no
 * virus was looked for, with a form that leads on.
 */
async function findFile(
  { id, resourceKey }: LinkOfKind<'google-drive'>,
  context: ResolveContext,
): Promise<Found> {
  const first = childUrl(context.access.endpoints.googleDrive, 'download');
  first.search = new URLSearchParams({
    id,
    export: 'download',
    confirm: 't',
    ...(resourceKey === undefined ? {} : { resourcekey: resourceKey }),
  }).toString();
  const answer = await probe(first, context);
  const attachment = attachmentOf(answer);
  if (attachment !== undefined) return { url: first, attachment };
  const url = formAddress(answer.text, 'download-form', first);
  if (url?.origin !== first.origin) throw pageInstead(answer.text, context);
  const second = attachmentOf(await probe(url, context));
  if (second === undefined) throw pageInstead(answer.text, context);
  return { url, attachment: second };
}

/** Asks for as little as shows whether a file or a page comes; pages come whole all the same. */
async function probe(url: URL, context: ResolveContext): Promise<HttpText> {
  const { http, hiddenBehind: label = place } = context;
  const request = { url, headers: { range: 'bytes=0-0' } };
  const head = await http.send(() => ({ ...request, method: 'HEAD' }), label);
  if (attachmentOf(head) !== undefined) return head;
  const answer = await http.send(() => request, label);
  if (answer.status === 200 || answer.status === 206) return answer;
  throw unwanted(label, answer.status, hints);
}

const shared = 'Share the file as “Anyone with the link”, as a viewer.';

const hints = {
  401: shared,
  403: shared,
  404: 'No file lies there, or it is not shared: check the link.',
  500: 'Google Drive could not answer, as for files that are not there: check the link.',
};

const longestHead = 100_000;

function pageInstead(page: string, { hiddenBehind: label = place }: ResolveContext): Failure {
  const head = page.slice(0, longestHead);
  const title = lineOf(/<title\b[^<>]*>([^<]{1,200})/i.exec(head)?.[1] ?? '');
  const found = title === '' ? 'a web page' : `a web page: ${title}`;
  const isQuota = /quota exceeded|too many users/i.test(head);
  return new Failure('DOWNLOAD_FAILED', `${label}: expected the file, found ${found}`, {
    hint: isQuota ? 'Too many people fetched it today: try again tomorrow, or copy it.' : shared,
  });
}
