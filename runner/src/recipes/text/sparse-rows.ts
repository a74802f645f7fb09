/** Rows of which few columns are not zero, one after the other. */
export interface SparseRows {
  readonly count: number;
  /** Where each row begins in `columns` and `values`; one more than there are rows. */
  readonly offsets: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** Packs rows of `[column, value]` pairs, in the order they come. */
export function packSparseRows(rows: readonly ReadonlyMap<number, number>[]): SparseRows {
  const offsets = new Uint32Array(rows.length + 1);
  for (const [index, row] of rows.entries()) offsets[index + 1] = offsets[index]! + row.size;
  const columns = new Uint32Array(offsets[rows.length]!);
  const values = new Float32Array(columns.length);
  let position = 0;
  for (const row of rows) {
    for (const [column, value] of row) {
      columns[position] = column;
      values[position] = value;
      position += 1;
    }
  }
  return { count: rows.length, offsets, columns, values };
}
