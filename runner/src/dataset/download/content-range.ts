export interface ContentRange {
  readonly start: number;
  /** Of the whole file, where the server knows it. */
  readonly totalBytes?: number;
}

/** Reads a Content-Range header (RFC 9110 §14.4); `undefined` when it is broken. */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(header?.trim() ?? '') ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || end < start) return undefined;
  if (total === '*') return { start };
  return Number(total) > end ? { start, totalBytes: Number(total) } : undefined;
}
