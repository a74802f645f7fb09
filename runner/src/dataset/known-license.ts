import identifiers from 'spdx-license-ids/index.json' with { type: 'json' };

/** Names in use elsewhere: Hugging Face's, Zenodo's, Open Definition's. */
const aliases: Readonly<Record<string, string>> = {
  cc0: 'CC0-1.0',
  'cc-zero': 'CC0-1.0',
  'cc-by': 'CC-BY-4.0',
  'cc-by-sa': 'CC-BY-SA-4.0',
  'cc-by-nc': 'CC-BY-NC-4.0',
  'cc-nc': 'CC-BY-NC-4.0',
  odbl: 'ODbL-1.0',
  'odc-odbl': 'ODbL-1.0',
  'odc-by': 'ODC-By-1.0',
  'odc-pddl': 'PDDL-1.0',
  pddl: 'PDDL-1.0',
  'mit-license': 'MIT',
  'isc-license': 'ISC',
  'apache2.0': 'Apache-2.0',
  'apache-license-2.0': 'Apache-2.0',
  'bsd-license': 'BSD-2-Clause',
  'bsd-2-clause-license': 'BSD-2-Clause',
  'bsd-3-clause-license': 'BSD-3-Clause',
  'gpl-2.0': 'GPL-2.0-only',
  'gpl-3.0': 'GPL-3.0-only',
  'lgpl-2.1': 'LGPL-2.1-only',
  'lgpl-3.0': 'LGPL-3.0-only',
  'agpl-3.0': 'AGPL-3.0-only',
};

const known: ReadonlyMap<string, string> = new Map([
  ...identifiers.map((identifier) => [identifier.toLowerCase(), identifier] as const),
  ...Object.entries(aliases),
]);

/**
 * The SPDX identifier (https://spdx.org/licenses/) of a licence by the short name or address that a
 * service or a person wrote, or `undefined`.
 */
export function knownLicense(name: string | undefined): string | undefined {
  const lower = name?.trim().toLowerCase() ?? '';
  return known.get(lower) ?? known.get(lower.replace(/[\s_]+/g, '-')) ?? fromAddress(lower);
}

/** `https://creativecommons.org/licenses/by-nc/4.0/` and the like. */
function fromAddress(address: string): string | undefined {
  if (/^https?:\/\/creativecommons\.org\/publicdomain\/zero\/1\.0\b/.test(address))
    return 'CC0-1.0';
  const [, kind, version] =
    /^https?:\/\/creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)\b/.exec(address) ?? [];
  return kind === undefined ? undefined : known.get(`cc-${kind}-${version}`);
}
