/** Where each kind of content may come from, or may be asked for, as a Content-Security-Policy names it. */
export type Sources = Partial<
  Record<'script-src' | 'worker-src' | 'img-src' | 'media-src' | 'connect-src', readonly string[]>
>;

const self = ["'self'"];

/** Nothing in line, nothing from elsewhere. */
const everywhere = {
  'default-src': ["'none'"],
  'script-src': self,
  'style-src': self,
  'img-src': self,
  'connect-src': self,
  'form-action': self,
  'base-uri': ["'none'"],
};

/** The policy of a page; `more` widens that of every page for what this one alone needs. */
export function contentPolicy(more: readonly Sources[]): string {
  const sources: Record<string, readonly string[]> = { ...everywhere };
  for (const [name, added] of more.flatMap((one) => Object.entries(one))) {
    sources[name] = [...new Set([...(sources[name] ?? []), ...added])];
  }
  return Object.entries(sources)
    .map(([name, from]) => `${name} ${from.join(' ')}`)
    .join('; ');
}
