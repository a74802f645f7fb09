import { Failure, hashBytes } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { hashOfFiles } from '../../dataset/hash-of-files.ts';
import { codeFailure } from '../code-failure.ts';
import { fieldsOf } from '../wire/peer.ts';
import type { OpenCode } from './open-code.ts';

/** Files as the code reads them, and the part of its examples that is meant. */
export interface FilesData {
  readonly source: FilesSource;
  readonly indices: readonly number[];
  /** SHA-256 over all files. */
  readonly fingerprint: string;
}

/** Where the code gets the content of files from, by the keys it was given. */
export type FileTable = Map<string, DataFile>;

const fewest = 3;

/** Files that the code has read, and reads again when its process was started anew. */
export class FilesSource {
  readonly files: readonly DataFile[];
  readonly #code: OpenCode;
  readonly #keys: readonly string[];
  #read: { readonly generation: number; readonly set: number; readonly count: number } | undefined;

  constructor(files: readonly DataFile[], code: OpenCode, table: FileTable) {
    this.files = files;
    this.#code = code;
    const first = table.size;
    this.#keys = files.map((file, index) => {
      const key = `${first + index}`;
      table.set(key, file);
      return key;
    });
  }

  /** @throws Failure MODULE_INVALID when the code does not read them */
  async read(): Promise<{ readonly set: number; readonly count: number }> {
    const { process, name } = this.#code;
    if (this.#read?.generation === process.generation) return this.#read;
    const files = this.files.map(({ path, sizeBytes }, index) => ({
      ...{ path, sizeBytes },
      key: this.#keys[index]!,
    }));
    try {
      const { set, examples } = fieldsOf(await process.call('read', files));
      const { generation } = process;
      this.#read = { generation, set: Number(set), count: Number(examples) };
      return this.#read;
    } catch (error) {
      throw codeFailure(error, name, 'read');
    }
  }
}

/**
 * Has the code read files.
 * @throws Failure DATASET_INVALID when they are too few examples; MODULE_INVALID
 */
export async function readFilesData(
  files: readonly DataFile[],
  code: OpenCode,
  table: FileTable,
): Promise<FilesData> {
  const hashed = await Promise.all(
    files.map(async (file) => ({
      path: file.path,
      sha256: file.sha256 ?? hashBytes(await file.read()),
    })),
  );
  const source = new FilesSource(files, code, table);
  const { count } = await source.read();
  if (!(count >= fewest)) {
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected at least ${fewest} examples, found ${count} in ${files.length} files`,
      { hint: `${code.name} reads: ${code.description.files?.dataFormat ?? ''}` },
    );
  }
  const indices = Array.from({ length: count }, (_, index) => index);
  return { source, indices, fingerprint: hashOfFiles(hashed) };
}

/** The examples of a part, as the process is told of them. */
export async function toldExamples({ source, indices }: FilesData): Promise<object> {
  const { set } = await source.read();
  return { set, indices: Int32Array.from(indices) };
}
