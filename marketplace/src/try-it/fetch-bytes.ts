import { Failure, formatBytes } from '@orangery/schemas';

export interface FetchLimits {
  readonly mostBytes: number;
  /** Of the whole of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Hears of bytes as they come. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Fetches a file whole.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE; the signal's reason when aborted
 */
export async function fetchBytes(address: URL, limits: FetchLimits): Promise<Uint8Array> {
  const { signal, timeoutMs } = limits;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(address, {
      signal: AbortSignal.any([signal, late]),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!response.ok) throw failed(address, `status ${response.status}`);
    return await receive(response, address, limits);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    if (late.aborted) throw failed(address, `no end after ${timeoutMs / 1000} seconds`);
    // of an address that does not allow pages of other origins a browser says no more
    throw failed(address, 'no answer that this page may read', error);
  }
}

/** @throws Failure FILE_INVALID when it is no JSON, and whatever fetching throws */
export async function fetchJson(address: URL, signal: AbortSignal): Promise<unknown> {
  const limits = { mostBytes: 5_000_000, timeoutMs: 30_000, signal };
  const text = new TextDecoder().decode(await fetchBytes(address, limits));
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new Failure('FILE_INVALID', `${address.href}: expected JSON, found something else`, {
      cause,
    });
  }
}

async function receive(
  response: Response,
  address: URL,
  { mostBytes, onBytes }: FetchLimits,
): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length')) > mostBytes)
    throw tooLarge(address, mostBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > mostBytes) {
      await reader?.cancel();
      throw tooLarge(address, mostBytes);
    }
    chunks.push(part.value);
    onBytes?.(part.value.length);
  }
  const whole = new Uint8Array(bytes);
  let start = 0;
  for (const chunk of chunks) {
    whole.set(chunk, start);
    start += chunk.length;
  }
  return whole;
}

function failed(address: URL, found: string, cause?: unknown): Failure {
  return new Failure('DOWNLOAD_FAILED', `${address.href}: expected a file, found ${found}`, {
    cause,
  });
}

function tooLarge(address: URL, mostBytes: number): Failure {
  const most = formatBytes(mostBytes);
  return new Failure('DOWNLOAD_TOO_LARGE', `${address.href}: expected at most ${most}, found more`);
}
