import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { toBase64, type SigningKey } from './sign.ts';

/** In a state folder. */
export const keyFileName = 'runner-key.pem';

/**
 * The key this machine signs with: PKCS#8 in a PEM file only its user can read, made at first use.
 * Processes that come at once end up with one key; a crash leaves a whole key or none.
 * @param folder the user's state folder; it is made, and closed to other users
 * @throws Failure FILE_INVALID when the file is no Ed25519 key, or others can read it
 */
export async function readOrCreateKey(folder: string): Promise<SigningKey> {
  const path = join(folder, keyFileName);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const text = (await readKeyFile(path)) ?? (await createKeyFile(path));
  return parseKey(text, path);
}

async function readKeyFile(path: string): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw readableByOthers(path);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Writes a new key beside its place and links it there: the first process wins, the others read its key. */
async function createKeyFile(path: string): Promise<string> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(await generatePem());
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: unknown) => {
      if (!isSystemError(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  return readFile(path, 'utf8');
}

async function generatePem(): Promise<string> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const bytes = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const lines = toBase64(bytes).match(/.{1,64}/g)!;
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

async function parseKey(text: string, path: string): Promise<SigningKey> {
  const body =
    /^-----BEGIN PRIVATE KEY-----\s([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/.exec(
      text,
    )?.[1];
  try {
    if (body === undefined) throw new TypeError('No PEM block named PRIVATE KEY');
    const bytes = Uint8Array.from(Buffer.from(body, 'base64'));
    const privateKey = await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign']);
    const { x } = await crypto.subtle.exportKey('jwk', privateKey);
    return { privateKey, publicKey: toBase64(Buffer.from(x!, 'base64url')) };
  } catch (error) {
    throw new Failure('FILE_INVALID', `${path}: expected an Ed25519 key as PKCS#8 in PEM`, {
      cause: error,
      hint: 'Delete the file; a new key is made, and an admin has to list it in .github/access.yml.',
    });
  }
}

function readableByOthers(path: string): Failure {
  return new Failure('FILE_INVALID', `${path}: expected a key only its user can read`, {
    hint: `Run chmod 600 ${path}; if others may have read it, delete it and a new key is made.`,
  });
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
