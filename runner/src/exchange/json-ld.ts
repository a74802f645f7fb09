/** Prefixes that stand in the documents themselves: a reader fetches nothing. */
export const prefixes = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  it6: 'http://data.europa.eu/it6/',
  lpwcc: 'https://linkedpaperswithcode.com/class/',
  mls: 'http://www.w3.org/ns/mls#',
  prov: 'http://www.w3.org/ns/prov#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** A node of a graph; a property without a value is left out. */
export type Node = Readonly<Record<string, unknown>>;

/** A document with the prefixes it uses. */
export function jsonLd(names: readonly (keyof typeof prefixes)[], graph: readonly Node[]): string {
  const context = Object.fromEntries(names.map((name) => [name, prefixes[name]]));
  const document = { '@context': context, '@graph': graph.map(withoutNothing) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function iri(address: string): Node {
  return { '@id': address };
}

export function day(date: string | undefined): Node | undefined {
  return date === undefined ? undefined : { '@type': 'xsd:date', '@value': date };
}

export function moment(dateTime: string): Node {
  return { '@type': 'xsd:dateTime', '@value': dateTime };
}

/** Name of content by its hash (RFC 6920). */
export function contentName(sha256: string): string {
  const bytes = sha256.match(/../g)!.map((digits) => Number.parseInt(digits, 16));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `ni:///sha-256;${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

export function checksum(sha256: string): Node {
  return {
    '@type': 'spdx:Checksum',
    'spdx:algorithm': iri('spdx:checksumAlgorithm_sha256'),
    'spdx:checksumValue': { '@type': 'xsd:hexBinary', '@value': sha256 },
  };
}

function withoutNothing(node: Node): Node {
  return Object.fromEntries(
    Object.entries(node).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
