import { isModuleId } from '@orangery/schemas';
import type { FileChange, TreeEntry } from '../github/entities.ts';
import { caseTwins, foldCase } from './case-twins.ts';
import type { Changes } from './changes.ts';
import { unsafePath } from './unsafe-path.ts';

/** What GitHub says of a pull request; nothing of it is the contribution's own word. */
export interface Contribution {
  readonly files: readonly FileChange[];
  /** GitHub's own count; null when it did not say. */
  readonly changedFiles: number | null;
  /** At the head: everything below each `modules/<id>` and `deployments` that is touched. */
  readonly entries: readonly TreeEntry[];
  /** Folders of `modules/` on the base. */
  readonly baseIds: readonly string[];
}

/** GitHub lists no more. */
export const mostFiles = 3000;

/** Says what a pull request touches; whatever is not surely harmless is `unreadable` or `other`. */
export function classifyChanges(contribution: Contribution): Changes {
  const because = whyUnreadable(contribution);
  if (because !== null) return { kind: 'unreadable', because };
  const paths = pathsOf(contribution.files);
  const place = placeOf(paths, contribution);
  if (place.kind === 'other' || place.kind === 'unreadable') return place;
  const doubt = whyDoubtful(contribution, place);
  return doubt === null ? place : { kind: 'unreadable', because: doubt };
}

/** Both names of a renamed file, each once, sorted. */
export function pathsOf(files: readonly FileChange[]): readonly string[] {
  const all = files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]);
  return [...new Set(all)].sort();
}

function whyUnreadable({ files, changedFiles }: Contribution): string | null {
  if (changedFiles === null) return 'GitHub does not say how many files it changes';
  if (changedFiles > mostFiles) return `it changes ${changedFiles} files, more than GitHub lists`;
  if (files.length !== changedFiles) {
    return `it changes ${changedFiles} files, of which GitHub lists ${files.length}`;
  }
  if (files.length === 0) return 'it changes no file';
  for (const path of pathsOf(files)) {
    const unsafe = unsafePath(path);
    if (unsafe !== null) return unsafe;
  }
  return null;
}

function placeOf(paths: readonly string[], { files, baseIds }: Contribution): Changes {
  const [first = ''] = paths;
  const deployment = /^deployments\/([^/]+)\.yml$/.exec(first)?.[1];
  if (deployment !== undefined && paths.length === 1 && isModuleId(deployment)) {
    return { kind: 'deployment', name: deployment };
  }
  const ids = paths.map((path) => /^modules\/([^/]+)\/./.exec(path)?.[1]);
  const others = paths.filter((_, at) => ids[at] === undefined);
  if (others.length > 0) return { kind: 'other', paths: others };
  const touched = [...new Set(ids.filter((id) => id !== undefined))];
  const odd = touched.find((id) => !isModuleId(id));
  if (odd !== undefined) return { kind: 'unreadable', because: whyOdd(odd, baseIds) };
  const [child = ''] = touched;
  const isRequest =
    paths.length === 1 &&
    files[0]?.status === 'added' &&
    /^modules\/[^/]+\/training\/[^/]+\.yml$/.test(first) &&
    !baseIds.includes(child);
  if (isRequest) return { kind: 'request', child, path: first };
  return { kind: 'modules', ids: touched };
}

function whyOdd(id: string, baseIds: readonly string[]): string {
  const twin = baseIds.find((known) => foldCase(known) === foldCase(id));
  if (twin !== undefined) return `modules/${id} differs from modules/${twin} in case only`;
  return `modules/${id} is no name of a module: lower-case words joined by hyphens`;
}

/** What the tree at the head says, which the list of files does not. */
function whyDoubtful({ files, entries }: Contribution, place: Changes): string | null {
  for (const { path, mode } of entries) {
    const unsafe = unsafePath(path);
    if (unsafe !== null) return unsafe;
    const odd = oddModes[mode] ?? (knownModes.has(mode) ? null : `has the unknown mode ${mode}`);
    // other people's deployments stand in the same folder
    if (odd !== null && isOf(place, path)) return `${path} ${odd}`;
  }
  const twins = caseTwins(entries.map(({ path }) => path));
  if (twins !== null) return `${twins[0]} and ${twins[1]} differ in case only`;
  const present = new Set(entries.filter(({ type }) => type === 'blob').map(({ path }) => path));
  const moved = files.find(({ path, status }) => present.has(path) === (status === 'removed'));
  if (moved !== undefined) return `${moved.path} is not at the head as GitHub’s list says`;
  if (place.kind === 'request' && present.size !== 1) {
    return `modules/${place.child} holds more than the request`;
  }
  return null;
}

const knownModes = new Set(['100644', '040000']);
const oddModes: Readonly<Record<string, string>> = {
  '120000': 'is a link',
  '160000': 'is a submodule',
  '100755': 'is executable',
};

function isOf(place: Changes, path: string): boolean {
  return place.kind !== 'deployment' || path === `deployments/${place.name}.yml`;
}
