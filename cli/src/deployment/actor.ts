import { userInfo } from 'node:os';

/** Who asks, for the records. */
export function actorOf(): string {
  return userInfo().username.slice(0, 100);
}
