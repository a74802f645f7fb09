import { createHash } from 'node:crypto';
import type { Reply } from './exchange.ts';
import { notFound } from './http-error.ts';
import type { State } from './state.ts';

const start = '/_storage/';

export type StoredFile = `artifact/${number}` | `log/${number}`;

/** As GitHub gives large files: an address elsewhere that needs no token, but cannot be guessed. */
export function redirectTo(state: State, file: StoredFile): Reply {
  const location = `${state.url}${start}${file}?signature=${signature(state, file)}`;
  return { status: 302, headers: { location } };
}

/** The file at such an address; null where the path is none. */
export function readStored(state: State, url: URL): Reply | null {
  if (!url.pathname.startsWith(start)) return null;
  const file = url.pathname.slice(start.length);
  if (url.searchParams.get('signature') !== signature(state, file)) throw notFound();
  const [kind, id] = file.split('/');
  const found = kind === 'artifact' ? artifact(state, Number(id)) : log(state, Number(id));
  if (!found) throw notFound();
  return found;
}

function artifact(state: State, id: number): Reply | null {
  const zip = state.artifacts.get(id)?.zip;
  return zip ? { status: 200, bytes: zip, headers: { 'content-type': 'application/zip' } } : null;
}

function log(state: State, id: number): Reply | null {
  const jobs = [...state.runs.values()].flatMap((run) => [...run.jobs.values()]);
  const job = jobs.find((one) => one.id === id);
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return job ? { status: 200, bytes: Buffer.from(job.log), headers } : null;
}

function signature(state: State, file: string): string {
  return createHash('sha256').update(`${state.seed} stored ${file}`).digest('hex');
}
