import { Failure } from '@orangery/schemas';
import type { WantedStage } from '../wanted-stage.ts';
import type { WhyNotReady } from './why-not-ready.ts';

export interface RolloutFailureFacts {
  readonly wanted: WantedStage;
  readonly timeoutMs: number;
  readonly why: WhyNotReady;
  /** What was done about it: `the version before serves on`. */
  readonly outcome: string;
  readonly cause: unknown;
}

/** Of a version that did not get ready: what, why, what serves now, and its last lines. */
export function rolloutFailure(facts: RolloutFailureFacts): Failure {
  const { wanted, timeoutMs, why, outcome, cause } = facts;
  const { id, version } = (wanted.canary ?? wanted).module;
  const place = `deployments/${wanted.deployment}.yml, ${wanted.stage}`;
  const message = `${place}: ${id}@${version} was not ready within ${timeoutMs / 1000} s`;
  const lines = why.log === '' ? '' : `\n${why.log}`;
  return new Failure('DEPLOYMENT_FAILED', `${message}: ${why.reason}; ${outcome}${lines}`, {
    cause,
  });
}
