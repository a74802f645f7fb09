import { HttpError, notFound } from './http-error.ts';
import type { JsonObject } from './json.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';
import { accountOf, type Principal } from './principal.ts';

/** One request that was recognised and is allowed. */
export interface Exchange {
  readonly state: State;
  /** Method and path as in GitHub's description: `GET /repos/{owner}/{repo}`. */
  readonly operation: string;
  readonly principal: Principal;
  /** The one its path names, if it names one. */
  readonly repository: Repository | null;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body as an object; empty when there is none. */
  readonly body: JsonObject;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON; nothing when undefined. */
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (exchange: Exchange) => Reply | Promise<Reply>;

/** By operation. */
export type Routes = Readonly<Record<string, Handler>>;

export function ok(json: unknown): Reply {
  return { status: 200, json };
}

export function created(json: unknown): Reply {
  return { status: 201, json };
}

export function noContent(): Reply {
  return { status: 204 };
}

/** The repository that the path names; 404 where it names none. */
export function repositoryOf(exchange: Exchange): Repository {
  if (!exchange.repository) throw notFound();
  return exchange.repository;
}

/** A part of the path; 404 where it is absent. */
export function parameter(exchange: Exchange, name: string): string {
  const value = exchange.params[name];
  if (value === undefined) throw notFound();
  return value;
}

/** A part of the path that is a number; 404 where it is none. */
export function numberParameter(exchange: Exchange, name: string): number {
  const number = Number(parameter(exchange, name));
  if (!Number.isInteger(number)) throw notFound();
  return number;
}

/** Who acts; 401 where nobody signed in. */
export function actorOf(exchange: Exchange): number {
  const account = accountOf(exchange.principal);
  if (account === null) throw new HttpError(401, 'Requires authentication');
  return account;
}
