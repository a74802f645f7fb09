/**
 * Bytes of base64 text, plain or as a data URL of such a type, its URL-safe letters too.
 * @param type such as `image`
 * @returns `undefined` when it is no such text
 */
export function base64Bytes(value: unknown, type: string): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replace(new RegExp(`^data:${type}/[a-z0-9.+-]+;base64,`, 'i'), '');
  const letters = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(letters)) return undefined;
  try {
    const standard = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(standard, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
