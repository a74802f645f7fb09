import type { Readable } from 'node:stream';

/** One HTTP request, ready to be sent. */
export interface HttpRequest {
  readonly method?: string;
  readonly url: URL;
  /** Lower-case names. `authorization` and `cookie` go to this origin only, never after a redirect to another. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent again on a retry, so it is made anew each time when it is a stream. */
  readonly body?: string | Uint8Array | (() => Readable);
}

export interface HttpText {
  readonly status: number;
  /** Lower-case names; the first value of each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Talks to services about data: small answers, whole in memory, all of them within one limit of time
 * and of bytes. Every address is checked when connecting.
 */
export interface HttpClient {
  /**
   * Sends a request and reads the answer, whatever its status; follows redirects of GET and HEAD;
   * tries again on 429, 5xx and broken connections.
   * @param request asked before each attempt
   * @param label how messages name what was asked
   * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, LINK_REFUSED, TIMED_OUT, CANCELLED
   */
  send(request: () => Promise<HttpRequest> | HttpRequest, label: string): Promise<HttpText>;
}
