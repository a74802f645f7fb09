import { fieldOf } from '../links/answer-fields.ts';
import type { RcloneLink } from '../links/link.ts';
import { runRclone } from '../links/rclone-command.ts';
import { statRclone } from '../links/rclone-resolve.ts';
import type { UploadContext, Uploader } from './uploader.ts';

const longestMs = 24 * 60 * 60 * 1000;

/** Sends by the asker's rclone, which knows by itself how to go on. */
export function uploadByRclone(folder: RcloneLink, context: UploadContext): Uploader {
  const { access, world, file, meter } = context;
  const place = `${folder.remote}:${folder.path}${file.name}`;
  const options = {
    environment: access.rclone,
    signal: world.signal,
    label: `rclone:${place}`,
  };
  return {
    find: async () => {
      const entry = await statRclone(place, options);
      if (entry === undefined || entry.isFolder) return undefined;
      const { bytes = -1, checksum } = entry;
      return { bytes, ...(checksum?.algorithm === 'sha256' && { sha256: checksum.digest }) };
    },
    send: async () => {
      const progress = ['--use-json-log', '--stats', '1s', '--stats-log-level', 'NOTICE'];
      await runRclone(['copyto', ...progress, '--', file.path, place], {
        ...options,
        timeoutMs: longestMs,
        onErrorLine: (line) => {
          const bytes = sentIn(line);
          if (bytes !== undefined) meter.sent(bytes);
        },
      });
      meter.sent(file.bytes);
    },
  };
}

/** Bytes sent so far, from a line of rclone's JSON log. */
function sentIn(line: string): number | undefined {
  try {
    const bytes = fieldOf(JSON.parse(line), 'stats', 'bytes');
    return typeof bytes === 'number' ? bytes : undefined;
  } catch {
    // a line for people
    return undefined;
  }
}
