import { createHash, randomBytes, type Hash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, type PinnedLink } from '@orangery/schemas';
import { checkPin } from '../check-pin.ts';
import { describeNetworkError, isConnectionReset } from '../network/describe-network-error.ts';
import type { FetchOptions } from '../fetch-options.ts';
import type { Network } from '../network/network.ts';
import type { RemoteFile } from '../links/resolved-link.ts';
import type { HttpRequest } from '../network/http-client.ts';
import { openRequest, type OpenedResponse } from '../network/open-request.ts';
import { identify } from '../archive/open-stored.ts';
import type { StoredFile } from '../stored-file.ts';

export interface Download {
  readonly file: RemoteFile;
  /** What must come, where that is known. */
  readonly pin?: Pick<PinnedLink, 'sha256' | 'bytes'>;
  readonly options: FetchOptions;
  readonly network: Network;
}

type Attempt =
  | { readonly kind: 'done'; readonly file: StoredFile }
  | { readonly kind: 'again'; readonly failure: Failure };

/**
 * Downloads a link into the cache: to a temporary file that is counted and hashed as it comes, and
 * renamed to its hash when whole. Whatever happens, nothing half-written stays.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, DOWNLOAD_CHANGED, DATASET_INVALID,
 * LINK_REFUSED, TIMED_OUT, CANCELLED
 */
export async function download(task: Download): Promise<StoredFile> {
  const { options, network, file } = task;
  const { world, limits } = options;
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = AbortSignal.any([world.signal, timeout]);
  const pauses = network.retryPausesMs;
  try {
    await mkdir(options.cacheFolder, { recursive: true });
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      const result = await downloadOnce(task, signal);
      if (result.kind === 'done') return result.file;
      const pauseMs = pauses[attempt];
      if (pauseMs === undefined) throw result.failure;
      world.logger.warn(
        `${file.label} failed; attempt ${attempt + 2} of ${pauses.length + 1} in ${pauseMs / 1000} s`,
      );
      await pause(pauseMs, undefined, { signal });
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw describeNetworkError(error, file.label, {
      isCancelled: world.signal.aborted,
      isTimedOut: timeout.aborted,
      limits,
    });
  }
}

async function downloadOnce(task: Download, signal: AbortSignal): Promise<Attempt> {
  const { file, options, network } = task;
  const temporary = join(options.cacheFolder, `${randomBytes(8).toString('hex')}.part`);
  let opened: OpenedResponse | undefined;
  try {
    const { idleTimeoutMs } = options.limits;
    const request = await httpRequest(file);
    opened = await openRequest(request, { signal, idleTimeoutMs, network, hosts: options.hosts });
    const { statusCode } = opened.response;
    if (statusCode >= 500) return { kind: 'again', failure: badStatus(file.label, statusCode) };
    if (statusCode !== 200) throw badStatus(file.label, statusCode);
    const received = await receive({ task, opened, temporary, signal });
    if (received.kind === 'again') return received;
    const path = join(options.cacheFolder, received.file.sha256);
    await rename(temporary, path);
    return { kind: 'done', file: { ...received.file, path } };
  } catch (error) {
    if (signal.aborted || !isConnectionReset(error)) throw error;
    const failure = describeNetworkError(error, file.label);
    return { kind: 'again', failure };
  } finally {
    await rm(temporary, { force: true });
    opened?.close();
  }
}

async function httpRequest({ source }: RemoteFile): Promise<HttpRequest> {
  if (source.kind === 'http') return source.request();
  throw new Error('rclone is not here yet');
}

interface Receipt {
  readonly task: Download;
  readonly opened: OpenedResponse;
  readonly temporary: string;
  readonly signal: AbortSignal;
}

async function receive({ task, opened, temporary, signal }: Receipt): Promise<Attempt> {
  const { label, path: name } = task.file;
  const { pin } = task;
  const declared = declaredBytes(task, opened);
  const meter = new Meter(task, declared);
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(meter.through(opened.response.body), { signal });
  } catch (error) {
    if (signal.aborted || !isConnectionReset(error)) throw error;
    return { kind: 'again', failure: stopped(label, meter.bytes, declared, error) };
  } finally {
    await handle.close();
  }
  if (declared !== undefined && meter.bytes < declared) {
    return { kind: 'again', failure: stopped(label, meter.bytes, declared, undefined) };
  }
  meter.report();
  const file = { path: temporary, sha256: meter.digest(), bytes: meter.bytes };
  if (pin !== undefined) checkPin(pin, file, label);
  await identify({ path: temporary, name, label });
  return { kind: 'done', file };
}

/** Bytes that the server says will come. */
function declaredBytes(
  { file, options }: Download,
  { response }: OpenedResponse,
): number | undefined {
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Failure(
      'DOWNLOAD_FAILED',
      `${file.label}: expected the file as it is, found it encoded as ${String(encoding)}`,
    );
  }
  const header = response.headers['content-length'];
  const declared = header === undefined ? undefined : Number(header);
  const { maxBytes } = options.limits;
  if (declared !== undefined && declared > maxBytes)
    throw tooLarge(file.label, maxBytes, `${declared}`);
  return declared;
}

const reportEveryMs = 100;

/** Counts and hashes what flows through it. */
class Meter {
  bytes = 0;
  readonly #task: Download;
  readonly #declared: number | undefined;
  readonly #hash: Hash = createHash('sha256');
  #reportedAt = -Infinity;
  #reportedBytes = -1;

  constructor(task: Download, declared: number | undefined) {
    this.#task = task;
    this.#declared = declared;
  }

  async *through(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const { maxBytes } = this.#task.options.limits;
    const { now } = this.#task.options.world;
    for await (const chunk of body) {
      this.bytes += chunk.length;
      if (this.bytes > maxBytes) throw tooLarge(this.#task.file.label, maxBytes, 'more');
      this.#hash.update(chunk);
      if (now() - this.#reportedAt >= reportEveryMs) this.report();
      yield chunk;
    }
  }

  report(): void {
    if (this.bytes === this.#reportedBytes) return;
    const { options, file } = this.#task;
    this.#reportedAt = options.world.now();
    this.#reportedBytes = this.bytes;
    options.world.report({
      type: 'download',
      link: file.label,
      receivedBytes: this.bytes,
      totalBytes: this.#declared,
    });
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

function badStatus(label: string, status: number): Failure {
  return new Failure('DOWNLOAD_FAILED', `${label}: expected 200 OK, found ${status}`, {
    hint: hintByStatus[status] ?? 'Open the link in a browser; if it works there, try again.',
  });
}

const noAccess = 'The data is not public. Share it by a link that works without logging in.';
const gone = 'Nothing lies there: check the link for a typing mistake.';

const hintByStatus: Readonly<Record<number, string>> = {
  401: noAccess,
  403: noAccess,
  404: gone,
  410: gone,
  429: 'The server asks to wait: try again later.',
};

function tooLarge(label: string, limit: number, found: string): Failure {
  return new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${label}: expected at most ${limit} bytes, found ${found}`,
  );
}

function stopped(
  label: string,
  bytes: number,
  declared: number | undefined,
  cause: unknown,
): Failure {
  const of = declared === undefined ? 'an unknown number of' : declared;
  return new Failure('DOWNLOAD_FAILED', `${label}: stopped after ${bytes} of ${of} bytes`, {
    cause,
    hint: 'The server or the line broke off: try again.',
  });
}
