import { Failure, type BackendName } from '@orangery/schemas';
import { addOnFolder } from './add-on.ts';
import type { BackendEntry } from './backend-entry.ts';
import { backends } from './index.ts';

/** @throws Failure BACKEND_UNAVAILABLE for a name that no version of ours knows */
export function findBackend(name: BackendName): BackendEntry {
  const entry = backends.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  const names = backends.map((candidate) => candidate.name).join(', ');
  throw new Failure('BACKEND_UNAVAILABLE', `backend: expected one of ${names}, found ${name}`);
}

/** The one command that adds a backend, from the root of the checkout; undefined for what is here. */
export function installCommand({ packages }: BackendEntry): string | undefined {
  if (packages.length === 0) return undefined;
  return `npm install --prefix ${addOnFolder} ${packages.join(' ')}`;
}
