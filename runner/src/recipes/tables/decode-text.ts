import { Failure } from '@orangery/schemas';
import type { TableLimits } from './table-limits.ts';

/**
 * The text of a file in UTF-8, without its byte order mark.
 * @throws Failure DATASET_INVALID
 */
export function decodeText(bytes: Uint8Array, name: string, { textBytes }: TableLimits): string {
  if (bytes.length > textBytes) {
    throw new Failure(
      'DATASET_INVALID',
      `${name}: expected at most ${textBytes} bytes of text, found ${bytes.length}`,
      { hint: 'Save it as Parquet, or split it into several files with the same columns.' },
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // not UTF-8: refused below
  }
  throw new Failure('DATASET_INVALID', `${name}: expected text in UTF-8, found other bytes`, {
    hint: 'Save the table as CSV in UTF-8.',
  });
}
