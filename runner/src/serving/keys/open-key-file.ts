import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { Logger } from '../../world.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { readKeys } from './read-keys.ts';

export interface KeyFileOptions {
  /** Ends the watching; the keys stay as they are. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Milliseconds since 1970; the clock when absent. */
  readonly now?: () => number;
  /** How often the file is looked at where nothing tells of a change; 5000 when absent. */
  readonly pollMs?: number;
}

/** How long after the first word of a change: by then an editor has put the new file in place. */
const settleMs = 100;

/**
 * The keys of a file (a deployment, or `keys` alone), followed as it changes: an edited file, one put
 * in its place, another end of a link. A file that cannot be understood leaves the keys as they were; where it
 * is gone no key is valid.
 * @throws Failure FILE_MISSING, FILE_INVALID when it cannot be read at the start
 */
export async function openKeyFile(path: string, options: KeyFileOptions): Promise<KeyRing> {
  options.signal.throwIfAborted();
  const { logger, now = Date.now } = options;
  let seen = await signatureOf(path);
  const ring = createKeyRing(await readKeys(path));
  /** Never throws: what is wrong is a warning, once for each state of the file. */
  const look = async (): Promise<void> => {
    const found = await signatureOf(path);
    if (found === seen) return;
    try {
      ring.replace(found === 'gone' ? [] : await readKeys(path), now());
      if (found === 'gone') logger.warn(`${path} is gone: no key is valid until it is back`);
      else logger.info(`Keys read again: ${ring.size} in ${path}`);
    } catch (error) {
      // gone between the two looks: the next one says so
      if (error instanceof Failure && error.code === 'FILE_MISSING' && isMissing(error.cause))
        return;
      logger.warn(`The keys stay as they were. ${messageOf(error)}`);
    }
    seen = found;
  };
  follow(path, look, options);
  return ring;
}

/** Looks after each word of the file's folder, and now and then without one. */
function follow(path: string, look: () => Promise<void>, options: KeyFileOptions): void {
  const { signal, logger, pollMs = 5000 } = options;
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isSettling = false;
  const plan = (waitMs: number): void => {
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(() => void run(), waitMs).unref();
  };
  const run = async (): Promise<void> => {
    isSettling = false;
    isLooking = true;
    await look();
    isLooking = false;
    plan(isSettling ? settleMs : pollMs);
  };
  // the first word of several counts: a folder that is never still would put the look off for ever
  const heard = (): void => {
    if (isSettling) return;
    isSettling = true;
    if (!isLooking) plan(settleMs);
  };
  const watcher = watchFolder(dirname(path), heard, logger);
  plan(pollMs);
  const stop = (): void => {
    watcher?.close();
    clearTimeout(timer);
  };
  signal.addEventListener('abort', stop, { once: true });
}

/** The folder, not the file: what replaces a file is another one. */
function watchFolder(folder: string, heard: () => void, logger: Logger): FSWatcher | undefined {
  const unheard = (error: unknown): void =>
    logger.debug(`${folder} is only looked at now and then: ${messageOf(error)}`);
  try {
    return watch(folder, { persistent: false }, heard).on('error', unheard);
  } catch (error) {
    unheard(error);
    return undefined;
  }
}

/** Tells one state of the file from another, through links. */
async function signatureOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return isMissing(error) ? 'gone' : `unreadable: ${messageOf(error)}`;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
