/** Longest first: one that is part of another would leave the rest of it. */
let remembered: readonly string[] = [];
const shortest = 6;

/**
 * Takes a value out of every text that is cleaned from now on: a password, a token, a link that
 * carries access. Each form it may be printed in is remembered: as it is, as JSON writes it, and
 * encoded for a URL.
 */
export function rememberSecret(value: string | undefined): void {
  if (value === undefined || value.length < shortest) return;
  const forms = new Set([...remembered, ...formsOf(value)]);
  if (forms.size === remembered.length) return;
  remembered = [...forms].sort((a, b) => b.length - a.length);
}

function formsOf(value: string): readonly string[] {
  const text = value.toWellFormed();
  const encoded = [encodeURIComponent(text), encodeURI(text)];
  const small = encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  return [value, JSON.stringify(value).slice(1, -1), ...encoded, ...small];
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
      // names have an end: a long one of "keykeykey…" would be gone through again from each "key"
      /([?&](?:[\w.-]{0,100}(?:token|key|signature|secret|password|credential|auth)[\w.-]{0,100}|sig)=)[^&\s"']+/gi,
      '$1…',
    );
}
