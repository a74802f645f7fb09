import { Failure } from '@orangery/schemas';
import { isLitter } from '../archive/check-paths.ts';
import { tooManyFiles } from '../too-many-files.ts';
import type { S3Client } from './s3-client.ts';
import { s3Failure } from './s3-failure.ts';
import { elementsIn, numberIn, readXml, textIn, type XmlElement } from './s3-xml.ts';

export interface S3Object {
  readonly key: string;
  readonly bytes: number;
}

export interface ListOrder {
  readonly prefix: string;
  readonly maxEntries: number;
  /** How messages name the folder. */
  readonly label: string;
}

const mostEmptyPages = 100;

/**
 * Lists the objects below a prefix, page by page. Left out are objects that stand for folders and
 * files that systems leave behind.
 * @throws Failure DOWNLOAD_FAILED, ARCHIVE_UNSAFE when there are more than allowed
 */
export async function listS3(
  client: S3Client,
  { prefix, maxEntries, label }: ListOrder,
): Promise<readonly S3Object[]> {
  const objects: S3Object[] = [];
  const tokens = new Set<string>();
  let token = '';
  let emptyPages = 0;
  do {
    const page = await askPage(client, { prefix, token, label });
    if (page.objects.length === 0) emptyPages += 1;
    objects.push(...page.objects.filter(isData));
    if (objects.length > maxEntries) throw tooManyFiles(label, maxEntries);
    token = page.nextToken;
    // a server that goes in circles would keep us for ever
    if (tokens.has(token) || emptyPages > mostEmptyPages) throw endless(label);
    tokens.add(token);
  } while (token !== '');
  return objects;
}

interface PageOrder {
  readonly prefix: string;
  readonly token: string;
  readonly label: string;
}

async function askPage(client: S3Client, { prefix, token, label }: PageOrder) {
  const query = {
    // sorted by name, as signatures ask for
    ...(token === '' ? {} : { 'continuation-token': token }),
    'encoding-type': 'url',
    'list-type': '2',
    prefix,
  };
  const answer = await client.send({ key: '', query }, label);
  if (answer.status !== 200) throw s3Failure(answer, label);
  const list = readXml(answer.text, ['ListBucketResult'], label);
  const isEncoded = textIn(list, 'EncodingType').trim() === 'url';
  return {
    objects: elementsIn(list, 'Contents').map((element) =>
      readObject(element, { isEncoded, prefix, label }),
    ),
    nextToken:
      textIn(list, 'IsTruncated').trim() === 'true' ? textIn(list, 'NextContinuationToken') : '',
  };
}

interface ReadOptions {
  readonly isEncoded: boolean;
  readonly prefix: string;
  readonly label: string;
}

function readObject(element: XmlElement, { isEncoded, prefix, label }: ReadOptions): S3Object {
  const text = textIn(element, 'Key');
  const key = isEncoded ? decode(text) : text;
  const bytes = numberIn(element, 'Size');
  if (key !== undefined && key.startsWith(prefix) && bytes !== undefined) return { key, bytes };
  const found = bytes === undefined ? 'one without a size' : 'one elsewhere';
  throw new Failure('DOWNLOAD_FAILED', `${label}: expected objects below this, found ${found}`);
}

/** As in a form: a plus is a space. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function isData({ key, bytes }: S3Object): boolean {
  return !isLitter(key) && !(bytes === 0 && (key === '' || key.endsWith('/')));
}

function endless(label: string): Failure {
  return new Failure('DOWNLOAD_FAILED', `${label}: expected a list with an end, found none`);
}
