/** Licences that data is published under; others are kept when they are written as SPDX writes them. */
const identifiers = `
  0BSD AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0
  CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0
  CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0
  CC-BY-ND-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC0-1.0 CC-PDDC
  CDLA-Permissive-1.0 CDLA-Permissive-2.0 CDLA-Sharing-1.0 C-UDA-1.0 DL-DE-BY-2.0 DL-DE-ZERO-2.0 ECL-2.0
  EUPL-1.1 EUPL-1.2 GFDL-1.3-only GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later
  ISC LGPL-2.1-only LGPL-3.0-only MIT MPL-2.0 ODbL-1.0 ODC-By-1.0 OFL-1.1 OGL-UK-3.0 etalab-2.0
  PDDL-1.0 Unlicense WTFPL Zlib
`
  .trim()
  .split(/\s+/);

/** Names in use elsewhere: Hugging Face's, Zenodo's, Open Definition's. */
const aliases: Readonly<Record<string, string>> = {
  cc0: 'CC0-1.0',
  'cc-zero': 'CC0-1.0',
  odbl: 'ODbL-1.0',
  'odc-odbl': 'ODbL-1.0',
  'odc-by': 'ODC-By-1.0',
  'odc-pddl': 'PDDL-1.0',
  pddl: 'PDDL-1.0',
  'apache 2.0': 'Apache-2.0',
  'bsd-3-clause-clear': 'BSD-3-Clause-Clear',
  'gpl-3.0': 'GPL-3.0-only',
  'gpl-2.0': 'GPL-2.0-only',
  'agpl-3.0': 'AGPL-3.0-only',
  'lgpl-3.0': 'LGPL-3.0-only',
};

const known: ReadonlyMap<string, string> = new Map([
  ...identifiers.map((identifier) => [identifier.toLowerCase(), identifier] as const),
  ...Object.entries(aliases),
]);

/** SPDX identifier for a licence's short name as somebody wrote it, or `undefined`. */
export function knownLicense(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
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
