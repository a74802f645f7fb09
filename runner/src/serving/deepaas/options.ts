import type { FastifyReply } from 'fastify';
import type { BodyLimits } from '../body/body-limits.ts';
import type { DebugLog } from './debug-log.ts';

/** How DEEPaaS's paths are served; what `deepaas-run` has an option for has its name. */
export interface DeepaasOptions extends BodyLimits {
  /** Put before every path, such as `/custom`; begins with a slash and ends without one. */
  readonly basePath?: string;
  readonly hasPredict: boolean;
  readonly hasTrain: boolean;
  /** Whether there is a page at `/api`. */
  readonly hasDoc: boolean;
  /** What `/v2/debug/` shows; it is empty when absent. */
  readonly debug?: DebugLog;
  /** For a prediction; later is answered 504. */
  readonly requestTimeoutMs: number;
  /** The page at `/api`. */
  readonly docsPage: SendPage;
  /** The page at `/` for callers that prefer HTML; the list of versions alone when absent. */
  readonly frontPage?: SendPage;
}

export type SendPage = (reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;
