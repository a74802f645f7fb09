import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { isProgram } from '../find-program.ts';
import { alone } from '../sites/build-site.ts';
import { docker } from './engine.ts';

const execute = promisify(execFile);

export interface ImageParts {
  /** `<repository>:<hash of all parts>` is the name of the image. */
  readonly repository: string;
  /** Programs of this machine, by name or path, with the libraries that `ldd` names; the value is where. */
  readonly programs: Readonly<Record<string, string>>;
  /** Libraries that are loaded by name later, from where libc lies. */
  readonly libraries?: readonly string[];
  /** Files in `copies` whose own libraries are needed too. */
  readonly linked?: readonly string[];
  /** Files and folders of this machine, and where they go. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Rights that are written into files of the image, by path, as `setcap` takes them. */
  readonly capabilities?: Readonly<Record<string, string>>;
  /** Names of files and folders that are left out of what is copied. */
  readonly without?: RegExp;
  /** Files by their text. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Changes as `docker import --change` takes them, such as `ENV A=b`. */
  readonly changes?: readonly string[];
}

/**
 * Makes an image of this machine's programs, where none can be pulled; one that was made of the same parts
 * is found again.
 * @returns its name
 */
export async function importImage(parts: ImageParts): Promise<string> {
  return alone(`image-${basename(parts.repository)}`, parts.repository, async () => {
    const files = await listFiles(parts);
    const name = `${parts.repository}:${await hashOf(parts, files)}`;
    if ((await docker(['image', 'ls', '--quiet', name])) !== '') return name;
    const folder = await fs.mkdtemp(join(tmpdir(), 'orangery-image-'));
    try {
      const root = join(folder, 'root');
      await layOut(root, files, parts);
      const tar = join(folder, 'root.tar');
      await execute('tar', [
        ...['--xattrs', '--xattrs-include=security.capability'],
        '-cf',
        tar,
        '--owner=0',
        '--group=0',
        '--numeric-owner',
        '-C',
        root,
        '.',
      ]);
      const changes = (parts.changes ?? []).flatMap((change) => ['--change', change]);
      await docker(['import', ...changes, tar, name]);
    } finally {
      await fs.rm(folder, { recursive: true, force: true });
    }
    return name;
  });
}

/** Where each file or folder of the image lies on this machine, by its path in the image. */
type Files = ReadonlyMap<string, string>;

async function listFiles(parts: ImageParts): Promise<Files> {
  const { programs, libraries = [], linked = [], copies = {} } = parts;
  const files = new Map(Object.entries(copies).map(([from, to]) => [to, from]));
  for (const library of await systemLibraries(libraries)) files.set(library, library);
  const started = new Map<string, string>();
  for (const [program, place] of Object.entries(programs)) {
    started.set(place, await fs.realpath(whereIs(program)));
  }
  for (const [place, from] of started) files.set(place, from);
  for (const from of [...started.values(), ...linked]) {
    for (const library of await librariesOf(from)) {
      const folder = await fs.realpath(dirname(library));
      files.set(join(folder, basename(library)), await fs.realpath(library));
    }
  }
  return files;
}

function whereIs(program: string): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const places = program.includes('/') ? [program] : folders.map((each) => join(each, program));
  const found = places.find((place) => place.startsWith('/') && isProgram(place));
  if (found === undefined) throw new Error(`${program} is not on PATH: the image needs it`);
  return found;
}

async function librariesOf(program: string): Promise<readonly string[]> {
  // a script, or linked statically: `ldd` says so and ends with 1
  const { stdout } = await execute('ldd', [program]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

async function systemLibraries(names: readonly string[]): Promise<readonly string[]> {
  const libc = (await librariesOf('/bin/sh')).find((path) => path.includes('/libc.so'));
  const folder = await fs.realpath(dirname(libc!));
  return names.map((name) => join(folder, name)).filter((path) => existsSync(path));
}

async function hashOf(parts: ImageParts, files: Files): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify([2, parts.texts, parts.changes, parts.capabilities]),
  );
  for (const [to, from] of [...files].toSorted()) {
    hash.update(`\n${to} `);
    const found = await fs.lstat(from);
    // of a package's folder its version says what is in it
    const content = found.isDirectory() ? join(from, 'package.json') : from;
    if (!existsSync(content)) hash.update(await listOf(from));
    else for await (const chunk of createReadStream(content)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex').slice(0, 12);
}

/** Names and sizes of what is below a folder. */
async function listOf(folder: string): Promise<string> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(
    paths.toSorted().map(async (path) => `${relative(folder, path)} ${(await fs.stat(path)).size}`),
  );
  return sizes.join('\n');
}

async function layOut(
  root: string,
  files: Files,
  { texts = {}, without, capabilities = {} }: ImageParts,
): Promise<void> {
  for (const name of ['tmp', 'root']) await fs.mkdir(join(root, name), { recursive: true });
  await fs.chmod(join(root, 'tmp'), 0o1777);
  await keepLinks(root);
  for (const [to, from] of files) {
    const target = join(root, to);
    await fs.mkdir(dirname(target), { recursive: true });
    if ((await fs.lstat(from)).isDirectory())
      await fs.cp(from, target, {
        recursive: true,
        filter: (path) => path === from || without?.test(basename(path)) !== true,
      });
    else await fs.copyFile(from, target);
  }
  for (const [to, text] of Object.entries(texts)) {
    await fs.mkdir(dirname(join(root, to)), { recursive: true });
    await fs.writeFile(join(root, to), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  for (const [path, rights] of Object.entries(capabilities)) {
    await execute('setcap', [rights, join(root, path)]);
  }
}

/** As this machine has them: Debian's `/lib` is a link to `/usr/lib`. */
async function keepLinks(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    const to = await fs.readlink(`/${name}`).catch(() => undefined);
    await fs.mkdir(join(root, to ?? name), { recursive: true });
    if (to !== undefined) await fs.symlink(to, join(root, name));
  }
}
