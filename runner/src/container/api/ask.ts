import { Failure } from '@orangery/schemas';
import { Agent, fetch, type BodyInit } from 'undici';

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** What a server answered, whatever it is. */
export interface RemoteAnswer {
  readonly status: number;
  /** Media type with its parameters; empty where it says none. */
  readonly type: string;
  readonly body: Uint8Array;
}

const mostBytes = 256 * 1024 * 1024;
/** Servers of containers are on this machine or on a network of their own: never through a proxy. */
const direct = new Agent({ connect: { timeout: 10_000 }, headersTimeout: 0, bodyTimeout: 0 });

/**
 * Asks the server of a container.
 * @throws Failure CONTAINER_FAILED when it gives no answer in time, or one above 256 MiB; the signal's
 * reason when aborted
 */
export async function ask(
  address: string,
  path: string,
  { method = 'GET', headers = {}, body, signal, timeoutMs }: Asked,
): Promise<RemoteAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(`${address}${path}`, {
      ...{ method, dispatcher: direct, redirect: 'error' },
      headers: { ...headers },
      signal: AbortSignal.any([signal, late]),
      ...(body !== undefined && { body }),
    });
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, body: await readBounded(answer.body) };
  } catch (cause) {
    signal.throwIfAborted();
    throw new Failure('CONTAINER_FAILED', `${method} ${path} of the container: ${why(cause)}`, {
      cause,
      hint: late.aborted
        ? 'It may be computing still: give it more time, or a smaller input.'
        : 'docker logs shows what it wrote; orangery test tries it from its start.',
    });
  }
}

/** An answer as JSON; undefined where it is none. */
export function jsonOf({ body }: Pick<RemoteAnswer, 'body'>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined; // it is something else, which whoever asks for JSON says
  }
}

/** The first words of an answer, for messages. */
export function shortBody({ body }: Pick<RemoteAnswer, 'body'>): string {
  return new TextDecoder().decode(body.subarray(0, 300)).replaceAll(/\s+/g, ' ').trim();
}

async function readBounded(body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`an answer of more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function why(cause: unknown): string {
  if (cause instanceof Error && cause.name === 'TimeoutError') return 'no answer in time';
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}
