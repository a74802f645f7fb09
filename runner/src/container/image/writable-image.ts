import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { runCommand } from '../../command.ts';
import { buildImage, buildLabel } from '../../deployment/image/build-image.ts';
import { contentLabel, findImage } from '../../deployment/image/find-image.ts';
import { inWorkFolder } from '../../deployment/image/work-folder.ts';
import { lockedUser } from '../../sandbox/locked/locked-container.ts';
import type { ContainerOptions } from '../container-options.ts';
import { imageName } from './image-name.ts';
import { inMadeContainer } from './made-container.ts';

const copyTimeoutMs = 30 * 60_000;
const repository = 'orangery/container-writable';

/**
 * An image whose folders belong, with what is in them, to the user that containers run as: the files of images
 * are root's. Nothing of the image is run.
 * @param image `sha256:…`
 * @param folders paths in it, which need not be there
 * @throws Failure IMAGE_BUILD_FAILED, TIMED_OUT, CANCELLED
 */
export async function writableImage(
  image: string,
  folders: readonly string[],
  options: ContainerOptions,
): Promise<string> {
  const content = createHash('sha256')
    .update(JSON.stringify([1, image, folders]))
    .digest('hex');
  const known = await findImage(content, repository, options);
  if (known !== undefined) return known.id;
  const base = await imageName(image, options);
  return inWorkFolder(options.folder, options, async (fresh, signal) => {
    const context = join(fresh, 'writable');
    await mkdir(context);
    const held = { ...options, signal };
    await inMadeContainer(image, held, async (container) => {
      for (const [index, folder] of folders.entries()) {
        const from = join(fresh, `folder-${index}.tar`);
        const isThere = await copyOut({ container, folder, to: from }, held);
        await rewrite(isThere ? from : undefined, folder, join(context, `${index}.tar`));
      }
    });
    await writeFile(join(context, 'Dockerfile'), dockerfile(base, folders));
    const order = { label: 'The image of a training', context, dockerfile: 'Dockerfile' };
    const tag = `${repository}:${content.slice(0, 12)}`;
    return buildImage({ ...order, buildArgs: {}, labels: { [contentLabel]: content }, tag }, held);
  });
}

function dockerfile(base: string, folders: readonly string[]): string {
  return [
    `FROM ${base}`,
    'ARG BUILD',
    `LABEL ${buildLabel}=\${BUILD}`,
    ...folders.map(
      (folder, index) => `ADD ${JSON.stringify([`${index}.tar`, `${dirname(folder)}/`])}`,
    ),
    '',
  ].join('\n');
}

interface Copy {
  readonly container: string;
  readonly folder: string;
  /** Tar file that it is written to. */
  readonly to: string;
}

async function copyOut(
  { container, folder, to }: Copy,
  { signal, env }: ContainerOptions,
): Promise<boolean> {
  const options = { cwd: '/', signal, env, timeoutMs: copyTimeoutMs, outputFile: to };
  return runCommand('docker', ['cp', `${container}:${folder}`, '-'], options).then(
    () => true,
    (error: unknown) => {
      if (signal.aborted || !/could not find|no such/i.test(String(error))) throw error;
      return false;
    },
  );
}

/** The same entries, of that user, who may write all of them; the folder alone where there were none. */
async function rewrite(from: string | undefined, folder: string, to: string): Promise<void> {
  const written = pack();
  const writing = pipeline(written, createWriteStream(to));
  const own = { uid: lockedUser, gid: lockedUser, uname: '', gname: '' };
  if (from === undefined) {
    written.entry({ name: `${basename(folder)}/`, type: 'directory', mode: 0o755, ...own });
  } else {
    const reader = extract();
    reader.on('entry', (header, stream, next) => {
      const mode = (header.mode ?? 0o644) | (header.type === 'directory' ? 0o700 : 0o600);
      stream.pipe(written.entry({ ...header, ...own, mode }, next));
    });
    await pipeline(createReadStream(from), reader);
  }
  written.finalize();
  await writing;
}
