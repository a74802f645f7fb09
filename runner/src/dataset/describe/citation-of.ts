/** On what terms data may be used, as far as it says. */
export interface Terms {
  /** SPDX expression. */
  readonly license?: string;
  readonly citation?: string;
}

const longestCitation = 1000;

/**
 * How to cite the data, from the fields of `CITATION.cff` (Citation File Format 1.2), of a data
 * package, or a plain `citation`.
 */
export function citationOf(fields: Readonly<Record<string, unknown>>): Pick<Terms, 'citation'> {
  const written = text(fields.citation) ?? compose(fields['preferred-citation']) ?? compose(fields);
  return written === undefined ? {} : { citation: oneLine(written) };
}

/** `Family, G.; Family, G. (year). Title. https://doi.org/…`; nothing without authors and a title. */
function compose(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(value));
  const title = text(fields.title);
  const people = fields.authors ?? fields.contributors;
  const authors = Array.isArray(people) ? people.flatMap(nameOf) : [];
  if (title === undefined || authors.length === 0) return undefined;
  const year = /\b\d{4}\b/.exec(`${text(fields['date-released']) ?? text(fields.year) ?? ''}`)?.[0];
  const doi = text(fields.doi)?.replace(/^(https?:\/\/doi\.org\/|doi:)/i, '');
  const place = doi === undefined ? text(fields.url) : `https://doi.org/${doi}`;
  const head = `${authors.join('; ')}${year === undefined ? '' : ` (${year})`}`;
  return [head, title, ...(place === undefined ? [] : [place])].join('. ');
}

function nameOf(person: unknown): readonly string[] {
  if (typeof person !== 'object' || person === null) return [];
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(person));
  const family = text(fields['family-names']);
  const given = text(fields['given-names']);
  if (family !== undefined) return [given === undefined ? family : `${family}, ${given}`];
  return [text(fields.name) ?? text(fields.title) ?? []].flat();
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Another's text: control characters become spaces, and it has an end. */
function oneLine(value: string): string {
  const flat = value.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return flat.length > longestCitation ? `${flat.slice(0, longestCitation)}…` : flat;
}
