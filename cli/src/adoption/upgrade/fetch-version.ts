import { Failure } from '@orangery/schemas';
import { askGit, git, type GitPlace } from '../git.ts';

/** References that are there while an upgrade is made, and nobody else's. */
const references = 'refs/orangery/upgrade';

/** A version of Orangery. */
export interface Version {
  readonly commit: string;
  /** As its package.json says. */
  readonly version: string;
}

/**
 * Brings a tag of another repository here.
 * @throws Failure USAGE when there is no such tag, COMMAND_FAILED
 */
export async function fetchVersion(place: GitPlace, link: string, tag: string): Promise<Version> {
  const isName = /^[A-Za-z0-9_][A-Za-z0-9_./+-]*$/.test(tag) && !tag.includes('..');
  if (!isName) throw new Failure('USAGE', `expected the name of a tag, found ${tag}`);
  const found = await fetchTag(place, link, tag);
  if (found !== null) return readVersion(place, found);
  const listed = await git(place, 'ls-remote', '--tags', '--refs', '--', link);
  const tags = listed.split('\n').flatMap((line) => line.split('refs/tags/')[1] ?? []);
  const some = tags.slice(-20).join(', ');
  throw new Failure('USAGE', `${tag}: expected a tag of ${link}, found none`, {
    hint: some === '' ? 'It has no tags at all.' : `Its tags are: ${some}.`,
  });
}

/** The commit of a tag; null when there is none. */
export async function fetchTag(place: GitPlace, link: string, tag: string): Promise<string | null> {
  const listed = await git(place, 'ls-remote', '--tags', '--refs', '--', link, `refs/tags/${tag}`);
  if (!listed.includes(`refs/tags/${tag}`)) return null;
  const own = `${references}/${tag}`;
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  await git(place, 'fetch', ...quiet, '--', link, `+refs/tags/${tag}:${own}`);
  return (await git(place, 'rev-parse', '--verify', `${own}^{commit}`)).trim();
}

/** @throws Failure FILE_INVALID where the commit is no version of Orangery */
export async function readVersion(place: GitPlace, commit: string): Promise<Version> {
  const text = await askGit(place, 'show', `${commit}:package.json`);
  const version = /"version": *"([^"]+)"/.exec(text ?? '')?.[1];
  if (version !== undefined) return { commit, version };
  throw new Failure(
    'FILE_INVALID',
    `package.json at ${commit.slice(0, 12)}: expected a version of Orangery, found none`,
    { hint: 'Is it a repository of Orangery?' },
  );
}

/** Takes away what was fetched; its objects go when Git next tidies up. */
export async function forgetVersions(place: GitPlace): Promise<void> {
  const listed = await git(place, 'for-each-ref', '--format=%(refname)', references);
  for (const name of listed.split('\n').filter((line) => line !== '')) {
    await git(place, 'update-ref', '-d', name);
  }
}
