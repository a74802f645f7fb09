import { bearer, childUrl } from './address-parts.ts';
import { fieldOf, lineOf, listOf, textOf } from './answer-fields.ts';
import { ask, notUnderstood } from './answer.ts';
import { httpFile, oneFile, told } from './http-file.ts';
import { hubFilesOf, type HubFile, type HubPlace } from './hugging-face-files.ts';
import { parseHuggingFace } from './hugging-face-link.ts';
import { licenseOf } from './license-of.ts';
import type { LinkKind, LinkOfKind, ResolveContext } from './link-kind.ts';
import type { RemoteFile, ResolvedLink } from './resolved-link.ts';

/** A file, a folder or all of a dataset on Hugging Face (https://huggingface.co/docs/hub/api). */
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

/**
 * Takes the revision to the commit it stands for: everything after is asked of that commit. Of the
 * whole dataset, its card (`README.md`) is no data.
 */
async function resolve(
  link: LinkOfKind<'hugging-face'>,
  context: ResolveContext,
): Promise<ResolvedLink> {
  const { endpoints, huggingFaceToken } = context.access;
  const { repository, revision, path } = link;
  const api = childUrl(endpoints.huggingFace, 'api', 'datasets', ...repository.split('/'));
  const headers = bearer(huggingFaceToken);
  const label = labelOf(link);
  const request = { url: childUrl(api, 'revision', revision), headers };
  const { content } = await ask(context, { request, label, hints });
  const commit = textOf(content, 'sha') ?? '';
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw notUnderstood(label, 'a commit', 'something else');
  const place: HubPlace = { api, commit, path, label, headers, hints };
  const found = await hubFilesOf(place, context);
  const files = found.files.map((file) => fileOf(file, place, link, context));
  const [only] = files;
  if (!found.isFolder && only !== undefined) return { ...oneFile(only), ...describe(content) };
  const name = (path === '' ? repository : path).split('/').at(-1) ?? repository;
  return { name, isFolder: true, files, ...describe(content) };
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
    licenseOf(typeof first === 'string' ? first : undefined),
    source === undefined ? undefined : lineOf(source),
  );
}
