import type { Permissions } from '../forge.ts';

/** Alternatives, each of permissions that are needed together. */
export type Needed = readonly Readonly<Record<string, string>>[];

/** Reads the form of `X-Accepted-GitHub-Permissions`: `issues=write; pull_requests=write`. */
export function parseNeeded(text: string): Needed {
  if (text === '') return [];
  return text
    .split(';')
    .map((set) => Object.fromEntries(set.split(',').map((one) => splitOnce(one.trim()))));
}

/** Whether what was given holds one of the alternatives; metadata may be read with any token. */
export function isGranted(given: Permissions, needed: Needed): boolean {
  if (needed.length === 0) return true;
  return needed.some((set) =>
    Object.entries(set).every(([name, level]) =>
      name === 'metadata' && level === 'read'
        ? true
        : given[name] === 'write' || given[name] === level,
    ),
  );
}

/** Workflows write `pull-requests`, the API `pull_requests`. */
export function apiPermissions(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([name, level]) => [name.replaceAll('-', '_'), level]),
  );
}

function splitOnce(text: string): [string, string] {
  const [name = '', level = ''] = text.split('=');
  return [name, level];
}
