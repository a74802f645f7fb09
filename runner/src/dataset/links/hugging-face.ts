import { bearer, childUrl } from './address-parts.ts';
import { fieldOf, lineOf, listOf, textOf } from './answer-fields.ts';
import { ask, notUnderstood } from './answer.ts';
import { httpFile, oneFile, told } from './http-file.ts';
import { hubFilesOf, type HubFile, type HubPlace } from './hugging-face-files.ts';
import { parseHuggingFace } from './hugging-face-link.ts';
import { knownLicense } from '../known-license.ts';
import type { LinkKind, LinkOfKind, ResolveContext } from './link-kind.ts';
import type { RemoteFile, ResolvedLink } from './resolved-link.ts';

/**
 * A file, a folder or all of a dataset on Hugging Face (https://huggingface.co/docs/hub/api). Of the
 * whole, its card (`README.md`) and Git's settings are no data.
 */
export const huggingFace: LinkKind<'hugging-face'> = {
  kind: 'hugging-face',
  examples: [
    'hf://datasets/owner/name@revision/path',
    'https://huggingface.co/datasets/owner/name/blob/main/path',
  ],
  parse: parseHuggingFace,
  label: labelOf,
  // a dataset that is not public asks for a token besides
  givesAccess: () => false,
  serviceHosts: ({ endpoints }) => [endpoints.huggingFace.hostname, '.huggingface.co', '.hf.co'],
  resolve,
};

function labelOf({ repository, revision, path }: LinkOfKind<'hugging-face'>): string {
  return `hf://datasets/${repository}@${revision}${path === '' ? '' : `/${path}`}`;
}

async function resolve(
  link: LinkOfKind<'hugging-face'>,
  context: ResolveContext,
): Promise<ResolvedLink> {
  const { place, repository, content } = await findCommit(link, context);
  const found = await hubFilesOf(place, context);
  const files = found.files.map((file) => fileOf(file, place, { ...link, repository }, context));
  const [only] = files;
  if (!found.isFolder && only !== undefined) return { ...oneFile(only), ...describe(content) };
  const name = (link.path === '' ? repository : link.path).split('/').at(-1) ?? repository;
  return { name, isFolder: true, files, ...describe(content) };
}

interface Commit {
  readonly place: HubPlace;
  readonly repository: string;
  readonly content: unknown;
}

/**
 * Takes the revision to the commit it stands for, and an earlier name of the dataset to the present
 * one: everything after is asked of these.
 */
async function findCommit(
  link: LinkOfKind<'hugging-face'>,
  context: ResolveContext,
): Promise<Commit> {
  const { endpoints, huggingFaceToken } = context.access;
  const headers = bearer(huggingFaceToken);
  const label = context.hiddenBehind ?? labelOf(link);
  const apiOf = (name: string) =>
    childUrl(endpoints.huggingFace, 'api', 'datasets', ...name.split('/'));
  const request = { url: childUrl(apiOf(link.repository), 'revision', link.revision), headers };
  const { content } = await ask(context, { request, label, hints });
  const commit = textOf(content, 'sha') ?? '';
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw notUnderstood(label, 'a commit', 'something else');
  const present = textOf(content, 'id') ?? '';
  const repository = /^[\w.-]+(\/[\w.-]+)?$/.test(present) ? present : link.repository;
  const { path } = link;
  const place = { api: apiOf(repository), commit, path, label, headers, hints };
  return { place, repository, content };
}

const hints = {
  401: 'Nothing public lies there: check the name, or set HF_TOKEN to a token that may read it.',
  403: 'The dataset is gated: accept its terms on its page, then set HF_TOKEN to a token of yours.',
  404: 'Check the name, the revision and the path; a private dataset needs HF_TOKEN.',
};

function fileOf(
  { path, relativePath, bytes, checksum }: HubFile,
  { commit, headers }: HubPlace,
  link: LinkOfKind<'hugging-face'>,
  { access }: ResolveContext,
): RemoteFile {
  const names = [...link.repository.split('/'), 'resolve', commit, ...path.split('/')];
  const url = childUrl(access.endpoints.huggingFace, 'datasets', ...names);
  return httpFile({
    path: relativePath,
    label: labelOf({ ...link, path }),
    identity: url.href,
    bytes,
    checksum,
    request: () => ({ url, headers }),
  });
}

/** Licence and citation that the dataset's card tells. */
function describe(content: unknown) {
  const license = fieldOf(content, 'cardData', 'license');
  const [first] = Array.isArray(license) ? license : [license];
  const citation = textOf(content, 'citation');
  const tags = listOf(content, 'tags').filter((tag) => typeof tag === 'string');
  const doi = tags.find((tag) => tag.startsWith('doi:'))?.slice('doi:'.length);
  const source = citation ?? (doi === undefined ? undefined : `https://doi.org/${doi}`);
  return told(
    knownLicense(typeof first === 'string' ? first : undefined),
    source === undefined ? undefined : lineOf(source),
  );
}
