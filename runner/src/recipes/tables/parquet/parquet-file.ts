/** What a Parquet file holds and where, checked against the file's size. */
export interface ParquetFile {
  readonly columns: readonly ParquetColumn[];
  readonly groups: readonly RowGroup[];
  readonly rows: number;
}

export interface ParquetColumn {
  readonly name: string;
  readonly type: PhysicalType;
  /** Of `FIXED_LEN_BYTE_ARRAY`. */
  readonly typeLength: number;
  readonly isOptional: boolean;
  readonly meaning: Meaning;
}

/** What a column's numbers or bytes stand for. */
export type Meaning =
  | { readonly kind: 'plain' | 'unsigned' | 'date' | 'half' | 'uuid' | 'text' }
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'time'; readonly perSecond: bigint }
  | { readonly kind: 'timestamp'; readonly perSecond: bigint; readonly isUtc: boolean };

export interface RowGroup {
  readonly rows: number;
  /** By column. */
  readonly chunks: readonly ColumnChunk[];
}

export interface ColumnChunk {
  readonly codec: Codec;
  /** Bytes of the file. */
  readonly start: number;
  readonly end: number;
}

export const physicalTypes = [
  'BOOLEAN',
  'INT32',
  'INT64',
  'INT96',
  'FLOAT',
  'DOUBLE',
  'BYTE_ARRAY',
  'FIXED_LEN_BYTE_ARRAY',
] as const;

export type PhysicalType = (typeof physicalTypes)[number];

export const codecs = [
  'UNCOMPRESSED',
  'SNAPPY',
  'GZIP',
  'LZO',
  'BROTLI',
  'LZ4',
  'ZSTD',
  'LZ4_RAW',
] as const;

export type Codec = (typeof codecs)[number];
