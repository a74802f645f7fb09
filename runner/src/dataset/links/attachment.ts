import type { HttpText } from '../network/http-client.ts';
import { decoded } from './address-parts.ts';
import { fileName } from './file-name.ts';

/** What an answer says of the file that it carries. */
export interface Attachment {
  readonly name: string;
  readonly bytes: number | undefined;
}

/** The file that an answer carries (RFC 6266); `undefined` when it is a page. */
export function attachmentOf({ status, headers }: HttpText): Attachment | undefined {
  const disposition = headers['content-disposition'];
  if ((status !== 200 && status !== 206) || !/^attachment\b/i.test(disposition ?? '')) {
    return undefined;
  }
  return { name: nameIn(disposition ?? ''), bytes: bytesOf(status, headers) };
}

function nameIn(disposition: string): string {
  const encoded = /;\s*filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const name = decoded(encoded) || (plain?.[1]?.replaceAll(/\\(.)/g, '$1') ?? plain?.[2] ?? '');
  return fileName(name);
}

function bytesOf(status: number, headers: HttpText['headers']): number | undefined {
  const total =
    status === 206
      ? /^bytes \d+-\d+\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
      : headers['content-length'];
  return /^\d{1,15}$/.test(total ?? '') ? Number(total) : undefined;
}
