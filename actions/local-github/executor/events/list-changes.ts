import type { CommitFile, Forge, ForgeEvent } from '../../forge.ts';
import { textAt, toJson } from '../json.ts';

/** Paths that differ between the two commits of a push or pull request. */
export async function listChanges(forge: Forge, event: ForgeEvent): Promise<readonly string[]> {
  const payload = toJson(event.payload);
  const isPush = event.name === 'push';
  const before = isPush
    ? textAt(payload, 'before')
    : textAt(payload, 'pull_request', 'base', 'sha');
  const after = isPush ? event.sha : textAt(payload, 'pull_request', 'head', 'sha') || event.sha;
  const isNew = before === '' || /^0+$/.test(before);
  const [old, current] = await Promise.all([
    isNew ? [] : forge.readFiles(event.repository, before),
    forge.readFiles(event.repository, after),
  ]);
  return differences(old, current);
}

function differences(old: readonly CommitFile[], current: readonly CommitFile[]): string[] {
  const before = new Map(old.map((file) => [file.path, file]));
  const changed = current.filter((file) => {
    const known = before.get(file.path);
    before.delete(file.path);
    return known === undefined || known.mode !== file.mode || !known.content.equals(file.content);
  });
  return [...changed.map(({ path }) => path), ...before.keys()];
}
