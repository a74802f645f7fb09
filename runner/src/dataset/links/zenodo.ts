import { Failure } from '@orangery/schemas';
import type { DatasetAccess } from '../access.ts';
import { bearer, checksumOf, childUrl, decoded } from './address-parts.ts';
import { countOf, fieldOf, lineOf, listOf, textOf } from './answer-fields.ts';
import { ask, notUnderstood } from './answer.ts';
import { chooseFile } from './choose-file.ts';
import { fileName } from './file-name.ts';
import { httpFile, oneFile, told } from './http-file.ts';
import { knownLicense } from '../known-license.ts';
import type { LinkKind, LinkOfKind, ResolveContext } from './link-kind.ts';
import type { Checksum, RemoteFile, ResolvedLink } from './resolved-link.ts';

/** A file of a Zenodo record (https://developers.zenodo.org/#records). */
export const zenodo: LinkKind<'zenodo'> = {
  kind: 'zenodo',
  examples: [
    'doi:10.5281/zenodo.N',
    'doi:10.5281/zenodo.N#file.csv',
    'https://zenodo.org/records/N',
  ],
  parse: (text) => parseDoi(text) ?? parsePage(text),
  label: labelOf,
  // a record that is not public asks for a token besides
  givesAccess: () => false,
  serviceHosts: ({ endpoints }) => [endpoints.zenodo.hostname],
  resolve,
};

function labelOf({ record, file }: LinkOfKind<'zenodo'>): string {
  return `doi:10.5281/zenodo.${record}${file === undefined ? '' : `#${file}`}`;
}

const doiForm = /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)(.*)$/is;

function parseDoi(text: string): LinkOfKind<'zenodo'> | undefined {
  const doi = doiForm.exec(text)?.[1];
  if (doi === undefined) return undefined;
  const found = /^10\.5281\/zenodo\.(\d{1,12})(?:[#/](.*))?$/is.exec(doi);
  if (found?.[1] === undefined) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected doi:10.5281/zenodo.N, found a DOI of another service',
      {
        hint: 'Only Zenodo’s are read. Open the DOI in a browser and use the address of the file.',
      },
    );
  }
  return linkTo(found[1], found[2]);
}

const pageForm =
  /^https:\/\/(?:www\.)?zenodo\.org(?:\/api)?\/records?\/(\d{1,12})(?:\/(?:files|preview)\/([^?#]*?))?(?:\/content)?\/?(?:\?([^#]*))?(?:#.*)?$/is;

function parsePage(text: string): LinkOfKind<'zenodo'> | undefined {
  const found = pageForm.exec(text);
  if (found?.[1] === undefined) return undefined;
  if (new URLSearchParams(found[3]).has('token')) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected the address of a Zenodo record, found one with a token in it',
      { hint: 'Take the token out of the link and set the environment variable ZENODO_TOKEN.' },
    );
  }
  return linkTo(found[1], found[2]);
}

function linkTo(record: string, file: string | undefined): LinkOfKind<'zenodo'> {
  const name = decoded(file);
  return { kind: 'zenodo', record, ...(name === '' ? {} : { file: name }) };
}

const hints = {
  403: 'The record is restricted: set ZENODO_TOKEN to a token of somebody who may read it.',
  404: 'Zenodo has no such record: check the number.',
};

async function resolve(
  { record, file }: LinkOfKind<'zenodo'>,
  context: ResolveContext,
): Promise<ResolvedLink> {
  const { endpoints, zenodoToken } = context.access;
  const { hiddenBehind } = context;
  const label = hiddenBehind ?? labelOf({ kind: 'zenodo', record });
  const headers = { accept: 'application/json', ...bearer(zenodoToken) };
  const url = childUrl(endpoints.zenodo, 'api', 'records', record);
  const { content } = await ask(context, { request: { url, headers }, label, hints });
  // the number that stands for all versions leads to the newest one
  const id = `${countOf(content, 'id') ?? textOf(content, 'id')}`;
  if (!/^\d{1,12}$/.test(id)) throw notUnderstood(label, 'a record', 'something else');
  const chosen = chooseFile(listOf(content, 'files').flatMap(readFile), {
    label,
    ...(file === undefined ? {} : { name: file }),
    choose: hiddenBehind
      ? undefined
      : (name) => labelOf({ kind: 'zenodo', record: id, file: name }),
  });
  return { ...oneFile(fileOf(id, chosen, context.access)), ...describe(content, record, id) };
}

interface RecordFile {
  readonly name: string;
  readonly bytes?: number;
  readonly checksum: Checksum | undefined;
}

function readFile(value: unknown): readonly RecordFile[] {
  const name = textOf(value, 'key');
  const bytes = countOf(value, 'size');
  const checksum = checksumOf(textOf(value, 'checksum'));
  if (name === undefined) return [];
  return [{ name, ...(bytes === undefined ? {} : { bytes }), checksum }];
}

function fileOf(
  id: string,
  { name, bytes, checksum }: RecordFile,
  { endpoints, zenodoToken }: DatasetAccess,
): RemoteFile {
  const url = childUrl(endpoints.zenodo, 'api', 'records', id, 'files', name, 'content');
  return httpFile({
    path: fileName(name),
    label: labelOf({ kind: 'zenodo', record: id, file: name }),
    identity: url.href,
    bytes,
    checksum,
    request: () => ({ url, headers: bearer(zenodoToken) }),
  });
}

/** Licence and citation that a record tells. */
function describe(content: unknown, asked: string, id: string) {
  const metadata = fieldOf(content, 'metadata');
  const license = knownLicense(textOf(metadata, 'license', 'id') ?? textOf(metadata, 'license'));
  const title = textOf(metadata, 'title');
  if (title === undefined) return told(license, undefined);
  const people = listOf(metadata, 'creators').flatMap((creator) => textOf(creator, 'name') ?? []);
  const names = people.length > 10 ? [...people.slice(0, 10), 'et al.'] : people;
  const year = /^\d{4}/.exec(textOf(metadata, 'publication_date') ?? '')?.[0];
  const who = `${names.join('; ')}${year === undefined ? '' : ` (${year})`}`;
  const version = id === asked ? '' : ` (the version that 10.5281/zenodo.${asked} led to)`;
  const where = `Zenodo. https://doi.org/10.5281/zenodo.${id}${version}`;
  return told(license, lineOf([who, title, where].filter((part) => part !== '').join('. ')));
}
