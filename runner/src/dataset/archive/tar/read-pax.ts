/** What an extended header says of the entry after it. */
export interface PaxFields {
  readonly path?: string;
  readonly size?: number;
  readonly isSparse: boolean;
}

/**
 * Reads an extended header: lines `<length> <key>=<value>\n` (IEEE Std 1003.1, pax).
 * @throws Error what is wrong
 */
export function readPax(content: Buffer): PaxFields {
  const fields = new Map<string, string>();
  for (let start = 0; start < content.length;) {
    const { key, value, end } = readRecord(content, start);
    if (fields.has(key)) throw new Error(`an extended header that says ${printable(key)} twice`);
    fields.set(key, value);
    start = end;
  }
  const path = fields.get('path');
  const size = fields.get('size');
  return {
    ...(path === undefined ? {} : { path }),
    ...(size === undefined ? {} : { size: readSize(size) }),
    isSparse: [...fields.keys()].some((key) => key.startsWith('GNU.sparse.')),
  };
}

interface PaxRecord {
  readonly key: string;
  readonly value: string;
  readonly end: number;
}

function readRecord(content: Buffer, start: number): PaxRecord {
  const length = /^([1-9][0-9]{0,7}) /.exec(content.toString('latin1', start, start + 9))?.[1];
  if (length === undefined) throw broken();
  const end = start + Number(length);
  const record = content.subarray(start + length.length + 1, end);
  const equals = record.indexOf('=');
  if (end > content.length || equals < 1 || record.at(-1) !== 0x0a) throw broken();
  const key = record.toString('utf8', 0, equals);
  return { key, value: record.toString('utf8', equals + 1, record.length - 1), end };
}

function readSize(text: string): number {
  const size = /^[0-9]{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(size)) throw new Error('an extended header with a size that is none');
  return size;
}

function broken(): Error {
  return new Error('a broken extended header');
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
