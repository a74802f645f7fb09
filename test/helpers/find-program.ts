import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where a program lies that a test runs for real; `undefined` with a loud word when it is not
 * installed, a failure under ORANGERY_REQUIRE_REAL=1.
 * @param variable environment variable that may name it by its path
 */
export function findProgram(name: string, variable?: string): string | undefined {
  const named = variable === undefined ? undefined : process.env[variable];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = named ? [named] : folders.map((folder) => join(folder, name));
  const found = places.find(isProgram);
  if (found !== undefined) return found;
  const where = variable === undefined ? 'on PATH' : `on PATH or in ${variable}`;
  const message = `${name} is not ${where}: what needs it is not tested`;
  if (process.env.ORANGERY_REQUIRE_REAL === '1') throw new Error(message);
  console.warn(message);
  return undefined;
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
