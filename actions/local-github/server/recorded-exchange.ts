import type { Principal } from './principal.ts';

/** A request and its answer, to be checked or shown. */
export interface RecordedExchange {
  /** As in GitHub's description; null where no operation has this path. */
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Undefined where there was none, or not JSON. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  readonly asker: Principal['kind'] | 'unknown';
}
