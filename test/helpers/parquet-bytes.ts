import { parquetWriteBuffer } from 'hyparquet-writer';

type Written = Parameters<typeof parquetWriteBuffer>[0];

/** A Parquet file in memory. */
export function parquetBytes(
  columnData: Written['columnData'],
  options: Omit<Written, 'columnData'> = {},
): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ ...options, columnData }));
}
