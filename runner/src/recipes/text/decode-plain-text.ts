/**
 * The text of a file: UTF-8, UTF-16 where it says so, else Windows-1252, in which older collections
 * are written. `null` when it is no text.
 */
export function decodePlainText(bytes: Uint8Array): string | null {
  const wide = utf16Of(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  // an executable or a picture has them within its first bytes, a text has none
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
