/** Something in a Parquet file that cannot be; the reader of the file says where. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

/** @throws DamagedError unless the condition holds */
export function ensure(isWhole: boolean, problem: string): void {
  if (!isWhole) throw new DamagedError(problem);
}
