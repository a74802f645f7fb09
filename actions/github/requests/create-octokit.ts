import { rememberSecret } from '@orangery/schemas';
import { Octokit } from 'octokit';
import { isThisMachine } from './is-this-machine.ts';

export interface OctokitOrder {
  readonly token: string;
  /** Such as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly signal: AbortSignal;
  /**
   * Whether to pause between writes and for rate limits, as GitHub asks. Default: not for a server on
   * this machine.
   */
  readonly isPaced?: boolean;
  /** Waits are counted in these; tests make them short. */
  readonly secondMs?: number;
}

const mostRetries = 2;
const mostWaitSeconds = 60;

/** What will not be otherwise; 429 is a rate limit, which has waits of its own. */
const doNotRetry = [400, 401, 403, 404, 405, 409, 410, 422, 429, 451];

/** An Octokit with limits: three tries a request, a minute of waiting for rate limits in all. */
export function createOctokit(order: OctokitOrder): Octokit {
  const { token, apiUrl, isPaced = !isThisMachine(apiUrl), secondMs = 1000 } = order;
  rememberSecret(token);
  let waitedSeconds = 0;
  const mayWait = (seconds: number, _: unknown, __: unknown, tries: number): boolean => {
    if (tries >= mostRetries || waitedSeconds + seconds > mostWaitSeconds) return false;
    waitedSeconds += seconds;
    return true;
  };
  return new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/$/, ''),
    userAgent: 'orangery',
    retry: { retries: mostRetries, retryAfterBaseValue: secondMs, doNotRetry },
    throttle: {
      enabled: isPaced,
      retryAfterBaseValue: secondMs,
      onRateLimit: mayWait,
      onSecondaryRateLimit: mayWait,
    },
    // Octokit warns on the console, which is the log of the job: failures say it once
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

function silent(): void {}
