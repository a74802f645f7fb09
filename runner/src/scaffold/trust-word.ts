/** Where nothing cuts code off, the own is run as any program of one's own. */
export function trustWord(files: readonly string[]): string {
  return files.includes('module.ts') ? ' --trust-code' : '';
}
