import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@orangery/schemas';
import { RequestProblem } from '../request-problem.ts';
import { hasEnded } from './expiry.ts';
import { hashKey, isKeyText } from './key-text.ts';
import { createUsage, type Usage } from './quota.ts';

/** What a request is about. */
export interface Wanted {
  /** Name of the model; absent where it is about none, or about one that nobody named. */
  readonly model?: string | undefined;
  /** Whether it does something to a model, so that one has to be named to a key with a scope. */
  readonly needsModel?: boolean;
  /** Whether it shows something of every model, which is not for a key with a scope. */
  readonly isOfAll?: boolean;
  /** Whether it is about trainings. */
  readonly trains?: boolean;
}

export type KeyUse =
  | { readonly kind: 'accepted'; readonly id: string }
  | {
      readonly kind: 'refused';
      readonly problem: RequestProblem;
      /** Of the key, where it is one of ours. */
      readonly id?: string;
    };

/** The keys that are valid now, and how much each was used. */
export interface KeyRing {
  /** How many there are, ended ones too. */
  readonly size: number;
  /**
   * Whether a request may go on; one that may is counted.
   * @param authorization the header as it came
   * @param now milliseconds since 1970
   */
  check(authorization: string | undefined, wanted: Wanted, now: number): KeyUse;
  /** Other keys from now on. What a key has used stays known by its id. */
  replace(keys: readonly ApiKey[], now: number): void;
}

interface HeldKey {
  readonly key: ApiKey;
  readonly hash: Buffer;
}

export function createKeyRing(keys: readonly ApiKey[]): KeyRing {
  let held = hold(keys);
  const usages = new Map<string, Usage>();
  const usageOf = (id: string): Usage => {
    const usage = usages.get(id) ?? createUsage();
    usages.set(id, usage);
    return usage;
  };
  return {
    get size() {
      return held.length;
    },
    check: (authorization, wanted, now) => {
      const text = bearerOf(authorization);
      if (text === undefined) return refused(missing());
      if (!isKeyText(text)) return refused(unknown('The key is cut or mistyped'));
      const key = find(held, text);
      if (key === undefined) return refused(unknown('The key is not valid here'));
      const { id } = key;
      const problem =
        problemOfEnd(key, now) ??
        problemOfScope(key, wanted) ??
        problemOfQuota(key, usageOf(id).take(key, now));
      return problem === undefined ? { kind: 'accepted', id } : { ...refused(problem), id };
    },
    replace: (next, now) => {
      held = hold(next);
      const ids = new Set(next.map(({ id }) => id));
      for (const [id, usage] of usages) {
        if (!ids.has(id) && !usage.matters(now)) usages.delete(id);
      }
    },
  };
}

function hold(keys: readonly ApiKey[]): readonly HeldKey[] {
  return keys.map((key) => ({ key, hash: Buffer.from(key.sha256, 'hex') }));
}

/** RFC 6750: the word in any case, spaces, the key. */
function bearerOf(authorization: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

/** Looks at every key, so that the time it takes says nothing. */
function find(held: readonly HeldKey[], text: string): ApiKey | undefined {
  const hash = Buffer.from(hashKey(text), 'hex');
  let found: ApiKey | undefined;
  for (const candidate of held) {
    if (timingSafeEqual(candidate.hash, hash)) found = candidate.key;
  }
  return found;
}

function problemOfEnd(key: ApiKey, now: number): RequestProblem | undefined {
  if (!hasEnded(key, now)) return undefined;
  return unknown(`The key ${key.id} ended at ${key.expires}`);
}

function problemOfScope(
  { id, models, mayTrain }: ApiKey,
  { model, needsModel, isOfAll, trains }: Wanted,
): RequestProblem | undefined {
  if (trains === true && mayTrain !== true) return forbidden(`The key ${id} is not for training`);
  if (models === undefined) return undefined;
  const said = `The key ${id} is for ${models.join(', ')} alone`;
  if (isOfAll === true) return forbidden(said);
  if (model === undefined && needsModel !== true) return undefined;
  if (model === undefined) return forbidden(`${said}: name the model, as ?model=${models[0]}`);
  return models.includes(model) ? undefined : forbidden(`The key ${id} is not for ${model}`);
}

function problemOfQuota({ id }: ApiKey, waitMs: number): RequestProblem | undefined {
  if (waitMs === 0) return undefined;
  const seconds = Math.ceil(waitMs / 1000);
  return new RequestProblem(429, `The key ${id} has no requests left for ${seconds} s`, {
    'retry-after': String(seconds),
  });
}

function missing(): RequestProblem {
  const message = 'A key is needed: send the header Authorization: Bearer <key>';
  return new RequestProblem(401, message, { 'www-authenticate': 'Bearer' });
}

function unknown(message: string): RequestProblem {
  return new RequestProblem(401, message, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

function forbidden(message: string): RequestProblem {
  const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope"' };
  return new RequestProblem(403, message, challenge);
}

function refused(problem: RequestProblem): Extract<KeyUse, { kind: 'refused' }> {
  return { kind: 'refused', problem };
}
