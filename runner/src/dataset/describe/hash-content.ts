import { createHash } from 'node:crypto';
import { hashText } from '@orangery/schemas';
import type { DataFile } from '../data-file.ts';
import { normalForm } from '../normal-form.ts';
import { fileKind } from './file-kind.ts';

/** Larger texts are compared byte by byte: they are not read into memory whole. */
const largestTextBytes = 16 * 1024 ** 2;

export interface HashedContent {
  /** Of the bytes. */
  readonly sha256: string;
  /** Of what is compared: of a text, with spaces and line ends made alike. */
  readonly content: string;
}

/** Hashes a file that no recipe reads. */
export async function hashContent(file: DataFile): Promise<HashedContent> {
  if (fileKind(file.path) === 'text' && file.sizeBytes <= largestTextBytes) {
    const bytes = await file.read();
    const sha256 = file.sha256 ?? createHash('sha256').update(bytes).digest('hex');
    const text = new TextDecoder().decode(bytes);
    return { sha256, content: hashText(normalForm(text).replace(/\s+/g, ' ').trim()) };
  }
  const sha256 = file.sha256 ?? (await hashStream(file));
  return { sha256, content: sha256 };
}

async function hashStream(file: DataFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of file.stream()) hash.update(chunk);
  return hash.digest('hex');
}
