import { accountJson, type Account } from './account.ts';
import { mapRecords, withOurTimes } from './clock-of-emulate.ts';
import type { EmulateReply } from './emulate.ts';
import { accountById } from './find.ts';
import { HttpError } from './http-error.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import type { Repository } from './repository.ts';
import { timestamp, type State } from './state.ts';

export interface Question {
  readonly method: string;
  /** Below the repository: `/issues/1`. */
  readonly path: string;
  readonly repository: Repository;
  readonly account: number;
  readonly body?: unknown;
}

/** Asks emulate about a repository; accounts and times in the answer are ours. */
export async function askEmulate(state: State, question: Question): Promise<EmulateReply> {
  const { repository, method, path, body } = question;
  const owner = accountById(state, repository.owner).emulateLogin;
  const reply = await state.emulate.send(accountById(state, question.account), {
    method,
    path: `/repos/${encodeURIComponent(owner)}/${repository.name}${path}`,
    body,
  });
  return { ...reply, json: ours(state, reply.json) };
}

/** As `askEmulate`, where only an object will do; passes on a refusal. */
export async function askForObject(state: State, question: Question): Promise<JsonObject> {
  const { status, json } = await askEmulate(state, question);
  if (status >= 400) throw refusal(status, json);
  if (isJsonObject(json)) return json;
  throw new HttpError(500, `emulate answered ${question.method} ${question.path} with no object`);
}

export function refusal(status: number, json: unknown): HttpError {
  const message = isJsonObject(json) && typeof json.message === 'string' ? json.message : 'Failed';
  return new HttpError(status, message);
}

/** Puts our accounts and our clock into what emulate answered. */
export function ours(state: State, json: unknown): unknown {
  const now = timestamp(state);
  const byEmulateLogin = new Map(
    [...state.accounts.values()].map((account) => [account.emulateLogin, account]),
  );
  return mapRecords(json, (record) => {
    const timed = withOurTimes(record, state.times, now);
    const account = accountIn(record, byEmulateLogin);
    return account ? { ...timed, ...accountJson(account, state.url) } : timed;
  });
}

function accountIn(
  record: Readonly<Record<string, unknown>>,
  accounts: ReadonlyMap<string, Account>,
): Account | undefined {
  if (typeof record.login !== 'string' || typeof record.node_id !== 'string') return undefined;
  return accounts.get(record.login);
}
