/** What a registry asks for before it answers (https://distribution.github.io/distribution/spec/auth/token). */
export interface BearerChallenge {
  /** Where a token is given. */
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

/** Reads `WWW-Authenticate: Bearer realm="…",service="…",scope="…"`; undefined for any other. */
export function readChallenge(header: string | undefined): BearerChallenge | undefined {
  const [, list] = /^Bearer\s+(.{1,2000})$/i.exec(header ?? '') ?? [];
  if (list === undefined) return undefined;
  const pairs = [...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const { realm, service, scope } = Object.fromEntries(pairs) as Record<string, string | undefined>;
  const url = realm === undefined ? null : URL.parse(realm);
  return url === null ? undefined : { realm: url, service, scope };
}
