import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from './failure.ts';
import { largestJsonBytes } from './text.ts';

const mostFiles = 1000;

/** How large a module may be. */
export interface ModuleLimits {
  /** Of a file that is neither weights nor a receipt: some of them are read whole. */
  readonly fileBytes: number;
  readonly receiptBytes: number;
  readonly artifactFileBytes: number;
  /** All files of weights together. */
  readonly artifactBytes: number;
}

/** Git keeps every version of a file for ever. */
export const limitsInGit: ModuleLimits = {
  fileBytes: 5 * 1024 * 1024,
  receiptBytes: 5 * 1024 * 1024,
  artifactFileBytes: 5 * 1024 * 1024,
  artifactBytes: 2 * 1024 * 1024,
};

/** Of a module that is read to be used, such as the result of a training: weights and receipts may be large. */
export const limitsOnDisk: ModuleLimits = {
  fileBytes: 16 * 1024 * 1024,
  receiptBytes: largestJsonBytes,
  artifactFileBytes: 1024 * 1024 * 1024,
  artifactBytes: 1024 * 1024 * 1024,
};

export interface ListedFiles {
  /** Plain files that are small enough to be read: paths with forward slashes, sorted. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** Lists a module's files without following links; links, devices, odd names and large files are problems. */
export async function listModuleFiles(
  folder: string,
  name: (path: string) => string,
  limits: ModuleLimits = limitsInGit,
): Promise<ListedFiles> {
  const files: string[] = [];
  let count = 0;
  const problems: Problem[] = [];
  const lowerCase = new Map<string, string>();
  let artifactBytes = 0;
  for await (const { path, isFile, bytes } of walk(folder)) {
    const file = name(path);
    const report = (expected: string, found: string): void => {
      problems.push({ file, pointer: '', expected, found });
    };
    count += 1;
    if (count > mostFiles) {
      report(`at most ${mostFiles} files a module`, 'more');
      break;
    }
    const isWeights = path.startsWith('artifact/');
    const mostBytes = mostBytesOf(path, limits);
    if (isFile && bytes <= mostBytes) files.push(path);
    const twin = lowerCase.get(path.toLowerCase());
    lowerCase.set(path.toLowerCase(), path);
    if (twin !== undefined) report('names that differ in more than case', `${twin} and ${path}`);
    if (path !== path.normalize('NFC')) report('a name in Unicode NFC', JSON.stringify(path));
    if (!isFile) report('a plain file', 'a link or device');
    if (bytes > mostBytes) report(`at most ${mostBytes} bytes`, `${bytes} bytes`);
    if (isWeights) artifactBytes += bytes;
  }
  if (artifactBytes > limits.artifactBytes) {
    const where = limits === limitsInGit ? ' in Git' : '';
    problems.push({
      file: name('artifact'),
      pointer: '',
      expected: `at most ${limits.artifactBytes} bytes of weights${where}`,
      found: `${artifactBytes} bytes`,
      hint: 'Publish larger weights as a release and put their link into artifact.link.',
    });
  }
  return { files: files.sort(), problems };
}

function mostBytesOf(path: string, limits: ModuleLimits): number {
  if (path.startsWith('artifact/')) return limits.artifactFileBytes;
  return path.startsWith('receipts/') ? limits.receiptBytes : limits.fileBytes;
}

async function* walk(
  folder: string,
  prefix = '',
): AsyncGenerator<{ path: string; isFile: boolean; bytes: number }> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(folder, path);
    else {
      const { size } = await lstat(join(folder, path));
      yield { path, isFile: entry.isFile(), bytes: size };
    }
  }
}
