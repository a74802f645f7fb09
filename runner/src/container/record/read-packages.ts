import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@orangery/schemas';
import { extract } from 'tar-stream';
import { startProgram } from '../../command.ts';
import type { LockedEngine } from '../../sandbox/locked/run-locked.ts';
import { distributionOf, listAt, type Package } from './package-lists.ts';
import { inMadeContainer } from '../image/made-container.ts';

/** Frameworks have some hundred packages, and Debian a list of a few megabytes. */
const mostBytes = { list: 32 * 1024 ** 2, all: 256 * 1024 ** 2 };
const mostPackages = 50_000;
/** Images of frameworks are of ten gigabytes and more. */
const readTimeoutMs = 30 * 60_000;

/**
 * The packages that an image lists, each once, by kind and name. Its files are read from a container that is never
 * started: nothing of it is run.
 * @param image `sha256:…`
 * @throws Failure CONTAINER_UNFIT when its lists are larger than any honest ones; COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function readPackages(
  image: string,
  engine: LockedEngine,
): Promise<readonly Package[]> {
  return inMadeContainer(image, engine, async (container) => {
    const program = startProgram('docker', ['export', '--', container], {
      cwd: '/',
      env: engine.env,
    });
    const late = AbortSignal.timeout(readTimeoutMs);
    const ending = AbortSignal.any([engine.signal, late]);
    const stop = (): void => program.kill();
    ending.addEventListener('abort', stop);
    try {
      const found = await packagesIn(program.output, image);
      const how = await program.ended;
      if (!/exit code 0\b/.test(how)) throw new Failure('COMMAND_FAILED', `docker export: ${how}`);
      return found;
    } catch (error) {
      engine.signal.throwIfAborted();
      throw late.aborted
        ? new Failure('TIMED_OUT', `${image}: its files were not read in time`)
        : error;
    } finally {
      ending.removeEventListener('abort', stop);
      program.kill();
    }
  });
}

/** The packages that the files of a tar archive list. */
export async function packagesIn(archive: Readable, label: string): Promise<readonly Package[]> {
  const found = new Found();
  let bytes = 0;
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    const { name, type, size = 0 } = header;
    stream.on('error', () => {}); // the archive fails of it, which says so
    const read = type === 'file' ? found.readerAt(name.replace(/^\.?\//, '')) : undefined;
    if (read === undefined) {
      stream.on('end', next).resume();
      return;
    }
    bytes += size;
    if (size > mostBytes.list || bytes > mostBytes.all || found.size > mostPackages) {
      next(tooLarge(label));
      return;
    }
    const chunks: Buffer[] = [];
    stream.on('data', (chunk) => Buffer.isBuffer(chunk) && chunks.push(chunk));
    stream.on('end', () => {
      read(Buffer.concat(chunks).toString('utf8'));
      next();
    });
  });
  await pipeline(archive, reader);
  return found.sorted();
}

/** What was found so far, each package once. */
class Found {
  readonly #packages = new Map<string, Package>();
  #distribution: string | undefined;

  get size(): number {
    return this.#packages.size;
  }

  /** What takes the text of a file, where it tells of packages. */
  readerAt(path: string): ((text: string) => void) | undefined {
    if (/^(etc|usr\/lib)\/os-release$/.test(path)) {
      return (text) => void (this.#distribution ??= distributionOf(text));
    }
    const list = listAt(path);
    return list === undefined
      ? undefined
      : (text) => {
          for (const one of list(text)) this.#packages.set(keyOf(one), one);
        };
  }

  /** By kind and name. */
  sorted(): readonly Package[] {
    const all = [...this.#packages].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const distribution = this.#distribution;
    if (distribution === undefined) return all;
    return all.map((one) => (one.kind === 'python' ? one : { ...one, distribution }));
  }
}

function keyOf({ kind, name, version, architecture = '' }: Package): string {
  return [kind, name.toLowerCase(), version, architecture].join(' ');
}

function tooLarge(label: string): Failure {
  return new Failure(
    'CONTAINER_UNFIT',
    `${label}: expected lists of packages as package managers write them, found larger ones`,
    {
      hint: `A list may have ${mostBytes.list / 1024 ** 2} MiB, all together ${mostPackages} packages: look at its files var/lib/dpkg/status, lib/apk/db/installed and *.dist-info/METADATA.`,
    },
  );
}
