import { createSign } from 'node:crypto';
import type { State } from './state.ts';

const lifeSeconds = 600;

/** The JSON web token (RS256) by which the App says that it is the App. */
export function signStatement(state: State, privateKey: string): string {
  const now = Math.floor(state.now().getTime() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iss: String(state.app.id), iat: now, exp: now + lifeSeconds },
  ];
  const text = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url');
  return `${text}.${signature}`;
}
