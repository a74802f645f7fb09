import { rm, stat } from 'node:fs/promises';
import { Failure } from '@orangery/schemas';
import { runRclone } from './rclone-command.ts';

export interface RcloneCopy {
  /** `remote:path/to/file`. */
  readonly place: string;
  /** Absolute; its folder is there. */
  readonly toPath: string;
  /** The whole environment that rclone gets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly label: string;
}

/**
 * Copies one file from a remote.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, COMMAND_FAILED, TIMED_OUT, CANCELLED; what was
 * copied until then is removed
 */
export async function copyWithRclone(copy: RcloneCopy): Promise<void> {
  try {
    await copyChecked(copy);
  } catch (error) {
    await rm(copy.toPath, { recursive: true, force: true });
    throw error;
  }
}

async function copyChecked({ place, toPath, maxBytes, ...options }: RcloneCopy): Promise<void> {
  const { label } = options;
  // one more than allowed, so that a file of exactly the size comes whole
  const limit = ['--max-transfer', `${maxBytes + 1}B`, '--cutoff-mode', 'hard'];
  const outcome = await runRclone(['copyto', ...limit, '--', place, toPath], options);
  const found = outcome.kind === 'missing' ? undefined : await stat(toPath).catch(() => undefined);
  if (found?.isFile() !== true) {
    const what = found === undefined ? 'nothing' : 'a folder';
    throw new Failure('DOWNLOAD_FAILED', `${label}: expected a file, found ${what}`, {
      hint: 'It was there a moment ago: try again.',
    });
  }
  if (found.size <= maxBytes) return;
  throw new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${label}: expected at most ${maxBytes} bytes, found ${found.size}`,
  );
}
