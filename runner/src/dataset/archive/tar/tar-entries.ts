import type { Failure } from '@orangery/schemas';
import { damaged, tooManyEntries, unsafeEntries } from '../archive-failures.ts';
import { normalForm } from '../../normal-form.ts';
import { readHeader, type TarHeader } from './read-header.ts';
import { readPax, type PaxFields } from './read-pax.ts';

/** An entry's file or folder, its headers put together. */
export interface TarEntry {
  /** In Unicode form NFC, without a folder's final slash. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly size: number;
}

const longestExtraBytes = 1024 * 1024;
/** What the plain header can hold; larger sizes stand in the extended one. */
const largestPlainSize = 8 * 1024 ** 3 - 1;

/** What entries that are no files or folders are. */
const otherTypes: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a link',
  '3': 'a device',
  '4': 'a device',
  '6': 'a named pipe',
  D: 'a list of a folder from a backup',
  M: 'the rest of a file in another archive',
  S: 'a sparse file',
  V: 'a name of a volume',
};

/** Types whose content says more of the next entry. */
const extraTypes = ['x', 'g', 'L', 'K'];

/**
 * Puts a tar archive's headers together to entries. Extra headers must be followed by their entry,
 * and none may say what another says: programs differ in which they believe.
 */
export class TarEntries {
  readonly #label: string;
  readonly #maxEntries: number;
  #count = 0;
  #path: string | undefined;
  #pax: PaxFields | undefined;
  #extras = '';
  #last = '';

  constructor(label: string, maxEntries: number) {
    this.#label = label;
    this.#maxEntries = maxEntries;
  }

  /** @throws Failure DATASET_INVALID when an entry is missing */
  end(): void {
    if (this.#extras !== '') throw this.damaged(new Error('an extended header without its entry'));
  }

  /** @throws Failure DATASET_INVALID, ARCHIVE_UNSAFE */
  header(block: Buffer): TarEntry | { readonly extra: string; readonly size: number } {
    const header = this.#reading(() => readHeader(block));
    if (extraTypes.includes(header.type)) return this.#extra(header);
    this.#count += 1;
    if (this.#count > this.#maxEntries) {
      throw tooManyEntries(this.#label, this.#maxEntries, 'more');
    }
    return this.#entry(header);
  }

  /** Takes what an extra header holds. @throws Failure DATASET_INVALID */
  extra(type: string, content: Buffer): void {
    const text = content.toString('utf8').replace(/\0+$/, '');
    if (type === 'L') this.#path = text;
    if (type === 'x') this.#pax = this.#reading(() => readPax(content));
    if (type !== 'g') return;
    // of all entries after it: only what changes none of them is taken, git's comment for one
    const { path, size, isSparse } = this.#reading(() => readPax(content));
    if (path === undefined && size === undefined && !isSparse) return;
    throw this.damaged(new Error('a header that gives all entries one name or size'));
  }

  damaged(error: unknown): Failure {
    const place = this.#last === '' ? this.#label : `${this.#label}: after ${this.#last}`;
    return damaged(place, 'a whole tar archive', error);
  }

  #extra({ type, size }: TarHeader): { readonly extra: string; readonly size: number } {
    if (this.#extras.includes(type)) {
      throw this.damaged(new Error('two extended headers for one entry'));
    }
    this.#extras += type;
    if (size <= longestExtraBytes) return { extra: type, size };
    throw this.damaged(
      new Error(`an extended header of ${size} bytes, more than ${longestExtraBytes}`),
    );
  }

  #entry(header: TarHeader): TarEntry {
    const name = this.#pax?.path ?? this.#path ?? header.name;
    const problem = this.#problemOf(header);
    if (problem !== undefined) throw unsafeEntries(this.#label, [{ path: name, says: problem }]);
    const isFolder = header.type === '5';
    const size = this.#pax?.size ?? header.size;
    this.#path = undefined;
    this.#pax = undefined;
    this.#extras = '';
    this.#last = JSON.stringify(name.slice(0, 200));
    // archives of a folder's inside name it "." and all else from there
    const inside = normalForm(name.replace(/^(\.\/)+/, ''));
    const path = isFolder ? inside.replace(/\/$/, '') : inside;
    return { path: isFolder && path === '.' ? '' : path, isFolder, size };
  }

  #problemOf({ type, size }: TarHeader): string | undefined {
    const pax = this.#pax;
    if (pax?.isSparse === true) return 'is a sparse file, not a plain file';
    if (type !== '0' && type !== '5') {
      return `is ${otherTypes[type] ?? `of the unknown type ${JSON.stringify(type)}`}, not a plain file`;
    }
    if (pax?.path !== undefined && this.#path !== undefined) return 'has two long names';
    if (type === '5' && (pax?.size ?? size) > 0) return 'is a folder with content';
    if (pax?.size === undefined || pax.size === size || pax.size > largestPlainSize)
      return undefined;
    return `has two sizes, ${size} and ${pax.size}`;
  }

  #reading<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      throw this.damaged(error);
    }
  }
}
