import { canonicalJson, withoutField, type Signature } from '@orangery/schemas';

/** An Ed25519 key pair that signs records. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** 32 bytes in base64, as `.github/access.yml` and signatures hold it. */
  readonly publicKey: string;
}

/**
 * A key that is forgotten with the page that made it: what it signed is consistent, and of nobody.
 * Undefined where the browser has no Ed25519.
 */
export async function createPassingKey(): Promise<SigningKey | undefined> {
  try {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return { privateKey: pair.privateKey, publicKey: toBase64(publicKey) };
  } catch {
    // an older browser: a receipt may go without a signature
    return undefined;
  }
}

/** A record that may be signed. */
export interface Signable {
  readonly signature?: Signature | undefined;
}

/**
 * Signs a record with Ed25519 (RFC 8032) over its canonical form (RFC 8785) without the field
 * `signature`; an older signature is replaced. Runs in Node and in pages.
 */
export async function signRecord<Value extends object>(
  record: Value,
  key: SigningKey,
): Promise<Value & { readonly signature: Signature }> {
  const value = await crypto.subtle.sign('Ed25519', key.privateKey, signedBytes(record));
  const signature: Signature = {
    algorithm: 'Ed25519',
    publicKey: key.publicKey,
    value: toBase64(new Uint8Array(value)),
  };
  return { ...record, signature };
}

/**
 * Whether the record is signed and has not changed since, by whoever holds the key it names. Whose
 * key that is and whether it counts, `.github/access.yml` says.
 */
export async function verifySignature(record: object): Promise<boolean> {
  const { signature }: Signable = record;
  if (signature === undefined) return false;
  const { publicKey, value } = signature;
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), 'Ed25519', false, [
      'verify',
    ]);
    return await crypto.subtle.verify('Ed25519', key, fromBase64(value), signedBytes(record));
  } catch {
    // what is no key or no base64 has signed nothing
    return false;
  }
}

/** Bytes as base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function signedBytes(record: object): Uint8Array<ArrayBuffer> {
  const signable: Signable = record;
  return new TextEncoder().encode(canonicalJson(withoutField(signable, 'signature')));
}
