const missing = new Set(['', 'NA', '?', 'N/A', 'NaN', 'nan', 'null', 'NULL']);

/** A cell as every reader gives it: trimmed, and null where the text means "missing". */
export function toCell(text: string): string | null {
  const trimmed = text.trim();
  return missing.has(trimmed) ? null : trimmed;
}

/** Whether a text is a number, as people write it. */
export function isNumeric(value: string): boolean {
  // written so that a long row of digits can be read in one way only
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(value);
}
