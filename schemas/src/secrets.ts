/** Values that must never be shown, whatever text they turn up in. */
const remembered = new Set<string>();
const shortest = 6;

/**
 * Takes a value out of every text that is cleaned from now on: a password, a token, a link that
 * carries access. Each form it may be printed in is remembered: as it is, and encoded for a URL.
 */
export function rememberSecret(value: string | undefined): void {
  if (value === undefined || value.length < shortest) return;
  for (const form of [value, encodeURIComponent(value), encodeURI(value)]) remembered.add(form);
}

/** Takes remembered secrets, user names, passwords, signed query parameters and well-known kinds of tokens out of a text. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const secret of remembered) clean = clean.replaceAll(secret, '…');
  return clean
    .replace(/(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^/\s?#]*@/gi, '$1…@')
    .replace(/\b(gh[opsur]_|github_pat_|hf_)[A-Za-z0-9_]{16,}/g, '$1…')
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, '$1 …')
    .replace(
      /([?&](?:[\w.-]*(?:token|key|signature|secret|password|credential|auth)[\w.-]*|sig)=)[^&\s"']+/gi,
      '$1…',
    );
}
