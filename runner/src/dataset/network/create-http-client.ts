import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import type { World } from '../../world.ts';
import type { FetchLimits } from '../fetch-options.ts';
import { describeNetworkError, isConnectionReset } from './describe-network-error.ts';
import type { HttpClient, HttpRequest, HttpText } from './http-client.ts';
import type { Network } from './network.ts';
import { openRequest } from './open-request.ts';
import { retryPauseMs } from './retry-pause.ts';

/** Read into memory and parsed at once: markup takes fifty times its size there. */
const largestAnswerBytes = 16 * 1024 * 1024;
/** Of all answers together: a list without end comes page by page. */
const mostAnsweredBytes = 256 * 1024 * 1024;

export interface HttpClientOptions {
  readonly world: World;
  readonly limits: FetchLimits;
  readonly network: Network;
  /** Hosts that may be asked; every public one when absent. */
  readonly hosts?: readonly string[];
}

export function createHttpClient({ world, limits, network, hosts }: HttpClientOptions): HttpClient {
  let timeout: AbortSignal | undefined;
  let answeredBytes = 0;
  return { send };

  async function send(
    request: () => Promise<HttpRequest> | HttpRequest,
    label: string,
  ): Promise<HttpText> {
    // begins with the first request: each page of a list in time makes no list in time
    timeout ??= AbortSignal.timeout(limits.timeoutMs);
    const ending = timeout;
    const signal = AbortSignal.any([world.signal, ending]);
    let waitMs = 0;
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (waitMs > 0) await pause(waitMs, undefined, { signal });
        const answer = await sendOnce(await request(), signal);
        const pauseMs = retryPauseMs(answer, attempt, network);
        if (pauseMs === undefined) return answer;
        world.logger.warn(
          `${label} answered ${answer.status}; trying again in ${pauseMs / 1000} s`,
        );
        waitMs = pauseMs;
      } catch (error) {
        if (error instanceof Failure) throw error;
        const pauseMs = network.retryPausesMs[attempt];
        if (signal.aborted || pauseMs === undefined || !isConnectionReset(error)) {
          const isCancelled = world.signal.aborted;
          throw describeNetworkError(error, label, {
            isCancelled,
            isTimedOut: ending.aborted,
            limits,
          });
        }
        world.logger.warn(`${label} broke off; trying again in ${pauseMs / 1000} s`);
        waitMs = pauseMs;
      }
    }
  }

  async function sendOnce(request: HttpRequest, signal: AbortSignal): Promise<HttpText> {
    const { idleTimeoutMs } = limits;
    const opened = await openRequest(request, { signal, idleTimeoutMs, network, hosts });
    try {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of opened.response.body) {
        bytes += (chunk as Buffer).length;
        answeredBytes += (chunk as Buffer).length;
        if (bytes > largestAnswerBytes) throw tooLong(request.url, largestAnswerBytes);
        if (answeredBytes > mostAnsweredBytes) throw tooLong(request.url, mostAnsweredBytes);
        chunks.push(chunk as Buffer);
      }
      const text = Buffer.concat(chunks).toString('utf8');
      return {
        status: opened.response.statusCode,
        headers: firstOfEach(opened.response.headers),
        text,
      };
    } finally {
      opened.close();
    }
  }
}

function firstOfEach(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}

function tooLong({ host }: URL, most: number): Failure {
  return new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${host}: expected answers of at most ${most} bytes, found more`,
    { hint: 'Of a folder with many files, link to an archive of them.' },
  );
}
