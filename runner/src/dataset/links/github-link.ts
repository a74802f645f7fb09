import { Failure } from '@orangery/schemas';
import { decoded } from './address-parts.ts';
import type { LinkOfKind } from './link-kind.ts';

/**
 * Reads `github://owner/repo@tag/asset` and the address of a release's file.
 * @returns `undefined` when the text is of another kind
 * @throws Failure LINK_INVALID for other pages of a release
 */
export function parseGitHub(text: string): LinkOfKind<'github'> | undefined {
  return parseScheme(text) ?? parsePage(text);
}

const owner = '[A-Za-z0-9][A-Za-z0-9-]{0,38}';
const repository = '[A-Za-z0-9._-]{1,100}';
// a tag may have slashes in it, a file's name may not
const scheme = new RegExp(`^github://(${owner})/(${repository})@(.+)/([^/]+)$`, 'is');
const page = new RegExp(
  `^https://github\\.com/(${owner})/(${repository})/releases/(.*?)(?:[?#].*)?$`,
  'is',
);

function parseScheme(text: string): LinkOfKind<'github'> | undefined {
  if (!/^github:/i.test(text)) return undefined;
  const [, of, name, tag, asset] = scheme.exec(text) ?? [];
  if (of && name && tag && asset) return linkTo(of, name, tag, asset);
  throw new Failure(
    'LINK_INVALID',
    'dataset link: expected github://owner/repo@tag/asset, found another form of github:',
    { hint: 'The tag is that of a release; the asset is the name of a file of it.' },
  );
}

function parsePage(text: string): LinkOfKind<'github'> | undefined {
  const [, of, name, rest] = page.exec(text) ?? [];
  if (!of || !name || rest === undefined) return undefined;
  const [, tag, asset] = /^download\/(.+)\/([^/]+)$/s.exec(rest) ?? [];
  if (tag && asset) return linkTo(of, name, tag, asset);
  throw new Failure(
    'LINK_INVALID',
    'dataset link: expected the address of a file of a release, found another of its pages',
    {
      hint: 'Copy the address of the file from the release, or write github://owner/repo@tag/asset.',
    },
  );
}

function linkTo(of: string, name: string, tag: string, asset: string): LinkOfKind<'github'> {
  return {
    kind: 'github',
    owner: of,
    repository: name,
    tag: decoded(tag),
    asset: decoded(asset),
  };
}
