import type { DatasetAccess } from '../access.ts';
import type { HttpClient } from '../network/http-client.ts';
import type { World } from '../../world.ts';
import type { DatasetLink } from './link.ts';
import type { ResolvedLink } from './resolved-link.ts';

export interface ParseLinkOptions {
  /** Whether the link was typed at the command line: paths and loopback addresses are good. */
  readonly allowLocal: boolean;
  /** Folder that relative paths begin at. */
  readonly baseFolder: string;
  /** Hosts besides those of the named kinds that https links may name; every public one when absent. */
  readonly hosts?: readonly string[];
}

export type LinkOfKind<Kind extends DatasetLink['kind']> = Extract<DatasetLink, { kind: Kind }>;

/** A kind of link: how it is written, how it is shown, and what files lie behind it. */
export interface LinkKind<Kind extends DatasetLink['kind'] = DatasetLink['kind']> {
  readonly kind: Kind;
  /** Forms that people may type; shown in messages and docs. */
  readonly examples: readonly string[];
  /**
   * Reads a link of this kind; `undefined` when the text is of another kind.
   * @throws Failure LINK_INVALID, LINK_REFUSED when it is of this kind but cannot be used. Parts of
   * the link are printed only where they cannot be secret.
   */
  parse(text: string, options: ParseLinkOptions): LinkOfKind<Kind> | undefined;
  /** How messages name it; holds nothing that gives access. */
  label(link: LinkOfKind<Kind>): string;
  /** Whether holding the link is enough to read data that is not public: it must not be shown. */
  givesAccess(link: LinkOfKind<Kind>): boolean;
  /**
   * Hosts of the service itself and of the data it redirects to; a name that begins with a dot
   * stands for those below. Absent where the link names the host.
   */
  serviceHosts?(access: DatasetAccess): readonly string[];
  /**
   * Finds the files behind a link: asks the service, lists folders, takes no data yet.
   * @throws Failure LINK_INVALID, LINK_REFUSED, DOWNLOAD_FAILED, TIMED_OUT, CANCELLED
   */
  resolve(link: LinkOfKind<Kind>, context: ResolveContext): Promise<ResolvedLink>;
}

export interface ResolveContext {
  readonly http: HttpClient;
  readonly access: DatasetAccess;
  readonly world: World;
  /** `secret:NAME` where the link itself must not be shown: what messages name it by. */
  readonly hiddenBehind?: string | undefined;
  /** Most files of one link. */
  readonly maxEntries: number;
  /** Hosts that a request made from GitHub may name; every public one when absent. */
  readonly hosts?: readonly string[];
}
