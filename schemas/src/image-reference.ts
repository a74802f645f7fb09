const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?/)?`;
const word = '[a-z0-9]+';
const part = `${word}(?:(?:[._]|__|-+)${word})*`;
const tag = String.raw`(?::[\w][\w.-]{0,127})?`;
const digest = '(?:@sha256:[0-9a-f]{64})?';
const form = new RegExp(`^${host}${part}(?:/${part})*${tag}${digest}$`);

/**
 * Whether a text names an image as engines take it: registry, path, tag and digest, of which the path alone
 * is needed (https://pkg.go.dev/github.com/distribution/reference).
 */
export function isImageReference(text: string): boolean {
  return text.length <= 500 && form.test(text);
}
