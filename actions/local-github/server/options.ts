import type { Permissions } from '../forge.ts';
import type { JsonObject } from './json.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import type { Role } from './role.ts';

/** What a local GitHub starts with. The same options give the same ids and tokens. */
export interface LocalGitHubOptions {
  /** 0, any free one, when absent. */
  readonly port?: number;
  readonly organisation: OrganisationOptions;
  readonly people: readonly string[];
  readonly repositories: readonly RepositoryOptions[];
  readonly app: AppOptions;
  /** The clock of records and of tokens that expire. */
  readonly now?: () => Date;
  /** What tokens are derived from. */
  readonly seed?: string;
  /** Told of every request that was answered. */
  readonly onExchange?: (exchange: RecordedExchange) => void;
}

export interface OrganisationOptions {
  readonly login: string;
  readonly owners: readonly string[];
  /** Members who are in no team and own nothing. */
  readonly members?: readonly string[];
  /** What every member may do in each of its repositories; `none` when absent. */
  readonly baseRole?: Role;
  /** By slug. */
  readonly teams?: Readonly<Record<string, TeamOptions>>;
}

export interface TeamOptions {
  readonly members: readonly string[];
  /** By name of the repository. */
  readonly repositories: Readonly<Record<string, Role>>;
}

export interface RepositoryOptions {
  readonly name: string;
  readonly isPrivate?: boolean;
  readonly files?: SeedFiles;
  readonly variables?: Readonly<Record<string, string>>;
  readonly environments?: Readonly<Record<string, EnvironmentOptions>>;
  /** In the form `POST /repos/{owner}/{repo}/rulesets` takes. */
  readonly rulesets?: readonly JsonObject[];
  /** GitHub's own setting is false. */
  readonly jobsMayOpenPullRequests?: boolean;
}

export interface EnvironmentOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** All, when absent. */
  readonly branches?: readonly string[];
}

export interface AppOptions {
  readonly slug: string;
  readonly id?: number;
  /** PEM; made when absent. */
  readonly privateKey?: string;
  readonly permissions: Permissions;
}

/** By path; null removes. The content of a submodule (160000) is its commit. */
export type SeedFiles = Readonly<Record<string, SeedFile>>;
export type SeedFile =
  string | Buffer | null | { readonly mode: string; readonly content: string | Buffer };
