import type { Site } from './site.ts';

/** Another repository whose modules are shown too, as it was fetched. */
export interface Source {
  readonly name: string;
  /** Absolute path of the folder that holds its `modules/`. */
  readonly folder: string;
  /** What was fetched. */
  readonly commit: string;
  readonly visibility: 'public' | 'private';
  /** `owner/name`, when it lies on GitHub. */
  readonly repository?: string;
}

/** Where a module comes from, and who may see it. */
export interface Origin {
  /** Absent of a module of the marketplace itself. */
  readonly source?: Pick<Source, 'name' | 'commit' | 'repository'>;
  /** Shown in an internal catalogue alone. */
  readonly isPrivate: boolean;
}

/** `owner/name` of the repository on GitHub that holds a module's folder, when there is one. */
export function repositoryOf(
  { origin }: { readonly origin?: Origin | undefined },
  site: Pick<Site, 'repository'>,
): string | undefined {
  return origin?.source === undefined ? site.repository : origin.source.repository;
}
