import { HttpError } from './http-error.ts';
import type { Repository } from './repository.ts';

/** The commit that a branch, a tag, a full reference or a SHA names; 404 when there is none. */
export function resolveCommit(repository: Repository, name: string): string {
  const { references, objects } = repository;
  const reference = name === 'HEAD' ? repository.defaultBranch : name;
  const candidates = [
    reference,
    `refs/${reference}`,
    `refs/heads/${reference}`,
    `refs/tags/${reference}`,
  ];
  for (const candidate of candidates) {
    const sha = references.get(candidate);
    if (sha !== undefined) return sha;
  }
  if (objects.commits.has(reference)) return reference;
  throw new HttpError(404, `No commit found for the ref ${name}`);
}
