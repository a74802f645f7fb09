import { Failure } from '@orangery/schemas';
import { decoded } from './address-parts.ts';
import type { LinkOfKind } from './link-kind.ts';

/**
 * Reads `hf://datasets/owner/name@revision/path` and the addresses of a dataset's pages.
 * @returns `undefined` when the text is of another kind
 * @throws Failure LINK_INVALID
 */
export function parseHuggingFace(text: string): LinkOfKind<'hugging-face'> | undefined {
  return /^hf:/i.test(text) ? parseScheme(text) : parsePage(text);
}

const name = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}';
const repository = `${name}(?:/${name})?`;

// references that have slashes in them, as huggingface_hub reads them
const scheme = new RegExp(
  `^hf://datasets/(${repository})(?:@(refs/(?:convert|pr)/[\\w.-]+|[^/]+))?(?:/(.*))?$`,
  'is',
);

function parseScheme(text: string): LinkOfKind<'hugging-face'> {
  const [, repo, revision, path] = scheme.exec(text) ?? [];
  if (repo !== undefined) return linkTo(repo, revision, path);
  throw new Failure(
    'LINK_INVALID',
    'dataset link: expected hf://datasets/owner/name@revision/path, found another form of hf:',
    { hint: 'Models are no data; @revision and /path may be left out.' },
  );
}

const page = new RegExp(
  `^https://huggingface\\.co/datasets/(${name})(?:/(${name}))??` +
    `(?:/(tree|blob|resolve|raw|viewer)(?:/([^/?#]+)(?:/([^?#]*))?)?)?/?(?:[?#].*)?$`,
  'is',
);

function parsePage(text: string): LinkOfKind<'hugging-face'> | undefined {
  const [, owner, second, view, revision, path] = page.exec(text) ?? [];
  if (owner === undefined) return undefined;
  // a viewer's address names a table, not a revision
  const isFiles = view?.toLowerCase() !== 'viewer';
  return linkTo(join(owner, second), isFiles ? revision : undefined, isFiles ? path : undefined);
}

function join(owner: string, second: string | undefined): string {
  return second === undefined ? owner : `${owner}/${second}`;
}

function linkTo(
  repository: string,
  revision: string | undefined,
  path: string | undefined,
): LinkOfKind<'hugging-face'> {
  return {
    kind: 'hugging-face',
    repository,
    revision: decoded(revision ?? 'main'),
    path: decoded(path).replace(/^\/+|\/+$/g, ''),
  };
}
