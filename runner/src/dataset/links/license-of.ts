/**
 * The SPDX identifier of a licence as Zenodo, Hugging Face and GitHub write it; `undefined` when it
 * names none of the list (https://spdx.org/licenses/).
 */
export function licenseOf(name: string | undefined): string | undefined {
  const key = name?.trim().toLowerCase() ?? '';
  const id = Object.hasOwn(aliases, key) ? aliases[key]! : key;
  return knownLicenses.find((license) => license.toLowerCase() === id);
}

/** Names that are not the identifier in lower case. */
const aliases: Readonly<Record<string, string>> = {
  'cc-zero': 'cc0-1.0',
  cc0: 'cc0-1.0',
  'cc-by': 'cc-by-4.0',
  'cc-by-sa': 'cc-by-sa-4.0',
  'cc-by-nc': 'cc-by-nc-4.0',
  'cc-nc': 'cc-by-nc-4.0',
  'mit-license': 'mit',
  'apache2.0': 'apache-2.0',
  'apache-license-2.0': 'apache-2.0',
  'bsd-license': 'bsd-2-clause',
  'bsd-2-clause-license': 'bsd-2-clause',
  'bsd-3-clause-license': 'bsd-3-clause',
  'gpl-2.0': 'gpl-2.0-only',
  'gpl-3.0': 'gpl-3.0-only',
  'lgpl-2.1': 'lgpl-2.1-only',
  'lgpl-3.0': 'lgpl-3.0-only',
  'agpl-3.0': 'agpl-3.0-only',
  pddl: 'pddl-1.0',
  odbl: 'odbl-1.0',
  'odc-odbl': 'odbl-1.0',
  'odc-by': 'odc-by-1.0',
  'isc-license': 'isc',
};

const creativeCommons = ['BY', 'BY-SA', 'BY-NC', 'BY-ND', 'BY-NC-SA', 'BY-NC-ND'].flatMap((kind) =>
  ['1.0', '2.0', '2.5', '3.0', '4.0'].map((version) => `CC-${kind}-${version}`),
);

export const knownLicenses: readonly string[] = [
  ...creativeCommons,
  'CC0-1.0',
  'PDDL-1.0',
  'ODbL-1.0',
  'ODC-By-1.0',
  'CDLA-Permissive-1.0',
  'CDLA-Permissive-2.0',
  'CDLA-Sharing-1.0',
  'etalab-2.0',
  'OGL-UK-3.0',
  'DL-DE-BY-2.0',
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'Zlib',
  'MPL-2.0',
  'EUPL-1.1',
  'EUPL-1.2',
  'Artistic-2.0',
  'BSL-1.0',
  'WTFPL',
  'Unlicense',
  'GPL-2.0-only',
  'GPL-2.0-or-later',
  'GPL-3.0-only',
  'GPL-3.0-or-later',
  'LGPL-2.1-only',
  'LGPL-2.1-or-later',
  'LGPL-3.0-only',
  'LGPL-3.0-or-later',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'GFDL-1.3-only',
  'MS-PL',
];
