import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { largestMetadataBytes, type FoundMetadata } from './fetch-metadata.ts';
import { metadataNames } from './metadata-address.ts';

/** What lies at a path. */
export interface FoundPath {
  readonly files: readonly FoundMetadata[];
  /** Files of YAML in the folder that are something else. */
  readonly others: readonly string[];
  /** Whether the path is that of a folder of many. */
  readonly isFolder: boolean;
}

const mostFiles = 1000;

/**
 * Finds the metadata at a path: a file, a checkout of a module with `ai4-metadata.yml`, or a folder of many files.
 * @throws Failure FILE_MISSING, FILE_INVALID
 */
export async function findMetadata(path: string, cwd: string): Promise<FoundPath> {
  const absolute = resolve(cwd, path);
  const found = await stat(absolute).catch((cause: unknown) => {
    throw missing(path, cause);
  });
  if (!found.isDirectory()) {
    if (!found.isFile()) throw missing(path, undefined);
    return { files: [await readOne(path, absolute)], others: [], isFolder: false };
  }
  const entries = await readdir(absolute, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  const own = metadataNames.find((name) => names.includes(name));
  if (own !== undefined) {
    const file = await readOne(join(path, own), join(absolute, own));
    return { files: [file], others: [], isFolder: false };
  }
  return readFolder(path, absolute, names);
}

async function readFolder(
  path: string,
  absolute: string,
  names: readonly string[],
): Promise<FoundPath> {
  const yaml = names.filter((name) => /\.ya?ml$/i.test(name));
  if (yaml.length > mostFiles) {
    throw new Failure(
      'FILE_INVALID',
      `${path}: expected at most ${mostFiles} files of YAML, found ${yaml.length}`,
    );
  }
  const read = await Promise.all(
    yaml.map(async (name) => readOne(join(path, name), join(absolute, name))),
  );
  const files = read.filter(({ text }) => looksLikeMetadata(text));
  const others = read.filter((one) => !files.includes(one)).map(({ file }) => file);
  if (files.length > 0) return { files, others, isFolder: true };
  const hint = 'Name a file, or a folder with ai4-metadata.yml or files of its format.';
  const what = others.length === 0 ? 'no YAML' : `${others.length} of YAML, none of this format`;
  throw new Failure('FILE_MISSING', `${path}: expected files of ai4-metadata, found ${what}`, {
    hint,
  });
}

async function readOne(file: string, absolute: string): Promise<FoundMetadata> {
  const folder = basename(dirname(absolute));
  const name = basename(absolute).replace(/\.(ya?ml|json)$/i, '');
  const text = await readStart(absolute).catch((cause: unknown) => {
    throw missing(file, cause);
  });
  return { file, text, name: /^(ai4-)?metadata$/i.test(name) ? folder : name };
}

/** A byte more than is allowed is enough to refuse it: nothing larger is read, whatever it is. */
async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(largestMetadataBytes + 1);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, bytes, buffer.length - bytes);
      bytes += bytesRead;
      if (bytesRead === 0 || bytes === buffer.length) return buffer.toString('utf8', 0, bytes);
    }
  } finally {
    await file.close();
  }
}

/** Also of a file that cannot be parsed: it is to be refused with its reason, not passed over. */
function looksLikeMetadata(text: string): boolean {
  const keys = new Set([...text.matchAll(/^["']?([\w-]+)["']?[ \t]*:/gm)].map(([, key]) => key));
  const marks = ['metadata_version', 'summary', 'links', 'sources', 'data-type', 'date_creation'];
  return keys.has('title') && marks.some((mark) => keys.has(mark));
}

function missing(path: string, cause: unknown): Failure {
  return new Failure(
    'FILE_MISSING',
    `${path}: expected a file or folder, found nothing that can be read`,
    {
      cause,
    },
  );
}
