import type { IncomingHttpHeaders } from 'node:http';

/** What tells one version of a file from another (RFC 9110 §8.8). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export function validatorsOf({ etag, 'last-modified': lastModified }: IncomingHttpHeaders) {
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}

/**
 * The value of If-Range that makes sure that a rest belongs to the part that is there: a strong tag,
 * or a date at least a second before the answer's own (RFC 9110 §8.8.2.2).
 */
export function rangeConditionOf(headers: IncomingHttpHeaders): string | undefined {
  const { etag, 'last-modified': lastModified, date } = headers;
  if (etag !== undefined) return /^"[^"]*"$/.test(etag) ? etag : undefined;
  const ageMs = Date.parse(date ?? '') - Date.parse(lastModified ?? '');
  return ageMs >= 1000 ? lastModified : undefined;
}

/** Headers that ask for a file only when it is another than this version. */
export function unlessUnchanged({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}
