import type { ModuleReference } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { ownLinks } from './ai4/link-roles.ts';

/** A module, and where in the world it is found: what a description in another format is made from. */
export interface ExchangedModule {
  readonly module: Module;
  /** Name of the marketplace that shows it. */
  readonly catalogue: string;
  /** Address of the marketplace with a final slash, when it has a public one. */
  readonly address: string | undefined;
  /** `owner/name` on GitHub, when there is one. */
  readonly repository: string | undefined;
}

/** Address of a module's page; a name that leads nowhere where there is no public marketplace. */
export function moduleAddress({ address }: ExchangedModule, id: string): string {
  return address === undefined ? `urn:orangery:modules:${id}` : `${address}modules/${id}/`;
}

/** Address of a module as it was in one version. */
export function versionAddress(
  exchanged: ExchangedModule,
  { id, version }: ModuleReference,
): string {
  return `${moduleAddress(exchanged, id)}#${version}`;
}

/** Where people read about the module: its page, else its folder, else what its author names first. */
export function webPage(exchanged: ExchangedModule): string | undefined {
  const { module, address } = exchanged;
  if (address !== undefined) return moduleAddress(exchanged, module.id);
  return folderAddress(exchanged) ?? module.frontMatter.links?.[0]?.url;
}

/** The module's folder on GitHub. */
export function folderAddress({ module, repository }: ExchangedModule): string | undefined {
  if (repository === undefined) return undefined;
  return `https://github.com/${repository}/tree/HEAD/modules/${module.id}`;
}

/** Bytes of a file of the module's folder; of weights that are published elsewhere, not known by name. */
export function fileAddress(
  { module, repository }: ExchangedModule,
  path: string,
): string | undefined {
  if (repository === undefined || !module.files.includes(path)) return undefined;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `https://raw.githubusercontent.com/${repository}/HEAD/modules/${module.id}/${encoded}`;
}

/** Day of the present version: of its changelog line, else of the last update. */
export function releaseDate({ frontMatter }: Module): string | undefined {
  const { changelog = [], version, dates } = frontMatter;
  const line = changelog.find((change) => change.version === version);
  return line?.date ?? dates?.updated ?? dates?.created;
}

/** DOI of the module, without `https://doi.org/`, when one of its links leads to one. */
export function findDoi({ frontMatter }: Module): string | undefined {
  for (const { url } of ownLinks(frontMatter)) {
    const [, doi] = /^https:\/\/(?:dx\.)?doi\.org\/(10\.\d{4,9}\/[\w:/;.()[\]-]+)$/.exec(url) ?? [];
    if (doi !== undefined) return doi;
    const [, record] = /^https:\/\/zenodo\.org\/records?\/(\d+)\b/.exec(url) ?? [];
    if (record !== undefined) return `10.5281/zenodo.${record}`;
  }
  return undefined;
}
