/** A word as a POSIX shell reads it back, whatever it holds: contributed text ends up in commands people paste. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
