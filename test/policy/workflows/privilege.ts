import { objectOf, textAt, toJson } from '../../../actions/local-github/executor/json.ts';
import { textsIn, type PlacedJob } from './workflow-file.ts';

/** Name of the environment of a job, empty where it has none. */
export function environmentOf({ job }: PlacedJob): string {
  const { environment } = job;
  return typeof environment === 'string' ? environment : textAt(environment ?? null, 'name');
}

/** Expressions that read secrets, with where they stand. */
export function secretsIn(value: unknown, pointer: string): [pointer: string, text: string][] {
  return textsIn(toJson(value), pointer).filter(([, text]) => {
    const isBare = /\/if$/.test(pointer);
    return (isBare || text.includes('${{')) && /\bsecrets\b/.test(text);
  });
}

/** Whether a job can do more than read: by environment, secret, App token or a grant to write. */
export function isPrivileged(placed: PlacedJob): boolean {
  return (
    environmentOf(placed) !== '' ||
    secretsIn(placed.job, placed.pointer).length > 0 ||
    placed.steps.some(({ action }) => action === 'actions/create-github-app-token') ||
    Object.values(objectOf(placed.job['permissions'])).includes('write')
  );
}
