import { basename } from 'node:path/posix';
import { Failure } from '@orangery/schemas';
import { isLitter } from '../archive/check-paths.ts';
import { tooManyFiles } from '../too-many-files.ts';
import { fileName } from './file-name.ts';
import type { ResolveContext } from './link-kind.ts';
import type { RcloneLink } from './link.ts';
import { runRclone, type RcloneOptions } from './rclone-command.ts';
import { readRcloneEntry, type RcloneEntry } from './rclone-entry.ts';
import type { RemoteFile, ResolvedLink } from './resolved-link.ts';

const askTimeoutMs = 60_000;
const listTimeoutMs = 10 * 60_000;

/** Finds the file, or lists the files in the folder. */
export async function resolveRclone(
  { remote, path }: RcloneLink,
  { access, world, maxEntries, hiddenBehind }: ResolveContext,
): Promise<ResolvedLink> {
  const label = hiddenBehind ?? `rclone:${remote}:${path}`;
  const options = { environment: access.rclone, signal: world.signal, label };
  const place = `${remote}:${path}`;
  const entry = await statRclone(place, options);
  if (entry === undefined) throw nothingThere(label);
  const name = fileName(basename(path) || remote);
  if (!entry.isFolder) {
    return { name, isFolder: false, files: [remoteFile(place, name, entry)] };
  }
  const below = path === '' || path.endsWith('/') ? place : `${place}/`;
  const files = await listRclone(place, options, maxEntries);
  return {
    name,
    isFolder: true,
    files: files.map((file) => remoteFile(`${below}${file.path}`, file.path, file)),
  };
}

/** What lies at a place; `undefined` when nothing does. @throws Failure COMMAND_FAILED, TIMED_OUT */
export async function statRclone(
  place: string,
  options: Omit<RcloneOptions, 'timeoutMs'>,
): Promise<RcloneEntry | undefined> {
  const lines: string[] = [];
  const args = ['lsjson', '--stat', ...hashes, '--', place];
  const outcome = await runRclone(args, {
    ...options,
    timeoutMs: askTimeoutMs,
    onLine: (line) => lines.push(line),
  });
  if (outcome.kind === 'missing') return undefined;
  return readRcloneEntry(lines.join('\n'), options.label);
}

/** Files of these hashes only: others that a remote may hold are of no use here. */
const hashes = ['--hash', ...['sha256', 'sha1', 'md5'].flatMap((type) => ['--hash-type', type])];

async function listRclone(
  place: string,
  options: Omit<RcloneOptions, 'timeoutMs'>,
  maxEntries: number,
): Promise<readonly RcloneEntry[]> {
  const { label } = options;
  const files: RcloneEntry[] = [];
  const enough = new AbortController();
  const args = ['lsjson', '--recursive', '--files-only', ...hashes, '--', place];
  try {
    await runRclone(args, {
      ...options,
      signal: AbortSignal.any([options.signal, enough.signal]),
      timeoutMs: listTimeoutMs,
      onLine: (line) => {
        // one object a line, between the lines of the brackets
        if (!line.startsWith('{') || enough.signal.aborted) return;
        try {
          const entry = readRcloneEntry(line.replace(/,$/, ''), label);
          if (!isLitter(entry.path)) files.push(entry);
          if (files.length > maxEntries) throw tooManyFiles(label, maxEntries);
        } catch (error) {
          enough.abort(error);
        }
      },
    });
  } catch (error) {
    throw enough.signal.aborted ? enough.signal.reason : error;
  }
  if (enough.signal.aborted) throw enough.signal.reason;
  return files;
}

function remoteFile(place: string, path: string, { bytes, checksum }: RcloneEntry): RemoteFile {
  return {
    path,
    label: `rclone:${place}`,
    identity: `rclone:${place}`,
    ...(bytes === undefined ? {} : { bytes }),
    ...(checksum === undefined ? {} : { checksum }),
    source: { kind: 'rclone', place },
  };
}

function nothingThere(label: string): Failure {
  return new Failure('DOWNLOAD_FAILED', `${label}: expected a file or folder, found nothing`, {
    hint: 'Look what is there by rclone lsf, and which remotes you have by rclone listremotes.',
  });
}
