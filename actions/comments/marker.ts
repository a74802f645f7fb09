/** What a comment of ours is; a hidden first line says so. */
export interface Marker {
  /** Such as `report`. */
  readonly kind: string;
  /** Tells comments of one kind in one place apart, such as what they answer; often empty. */
  readonly key: string;
}

/**
 * `<!-- orangery:report "key" -->`. It proves nothing alone, for anybody can write it: `keepComment` asks
 * for the author too.
 */
export function renderMarker({ kind, key }: Marker): string {
  if (!/^[a-z]+(-[a-z]+)*$/.test(kind)) throw new Error(`no kind of comment: ${kind}`);
  // nothing that ends a comment of HTML, or another line
  const safe = JSON.stringify(key).replace(
    /[-<>&\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return key === '' ? `<!-- orangery:${kind} -->` : `<!-- orangery:${kind} ${safe} -->`;
}

/** The marker of a comment's first line; one further down is a text that somebody contributed. */
export function readMarker(body: string): Marker | null {
  const found = /^<!-- orangery:([a-z]+(?:-[a-z]+)*)(?: ("[^\n<>]{0,2000}"))? -->(?:\r?\n|$)/.exec(
    body,
  );
  if (found === null) return null;
  const [, kind = '', json] = found;
  if (json === undefined) return { kind, key: '' };
  const key = parsed(json);
  return typeof key === 'string' ? { kind, key } : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // not written by us
    return null;
  }
}
