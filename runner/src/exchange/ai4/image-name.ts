import { isImageReference } from '@orangery/schemas';

export type ImageName =
  /** `registry/path[:tag][@sha256:…]`, with the registry that engines take when none is named. */
  | { readonly kind: 'image'; readonly reference: string; readonly wasAddress: boolean }
  | { readonly kind: 'none'; readonly found: string; readonly hint?: string };

const hub = 'docker.io';
/** A page of Docker Hub, which some take for the image. */
const hubPage =
  /^https?:\/\/(?:www\.)?hub\.docker\.com\/(?:(_)|r\/([\w.-]+))\/([\w.-]+)(?:\/(?:tags|general)?)?(?:[?#].*)?$/;

/**
 * Reads what a link to an image says: an image reference as engines take it, an address of one, or the
 * page of one on Docker Hub.
 */
export function readImageName(text: string): ImageName {
  const trimmed = text.trim();
  const [, official, owner, name] = hubPage.exec(trimmed) ?? [];
  const page = name === undefined ? undefined : `${official ? 'library' : owner}/${name}`;
  const bare = page ?? trimmed.replace(/^(docker|oci|https?):\/\//i, '').replace(/\/+$/, '');
  const wasAddress = bare !== trimmed;
  const reference = withRegistry(bare);
  if (bare !== '' && isImageReference(reference)) return { kind: 'image', reference, wasAddress };
  const lower = withRegistry(bare.toLowerCase());
  const found = JSON.stringify(text.slice(0, 120));
  if (bare !== '' && isImageReference(lower)) {
    return { kind: 'none', found, hint: `Names of images are in small letters: ${lower}.` };
  }
  return { kind: 'none', found };
}

/** The same image without the digest it is pinned by, nor the tag that it was found under. */
export function imageRepository(reference: string): string {
  return withRegistry(reference)
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '');
}

/** Engines take the first part for a registry when it looks like a host. */
function withRegistry(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) {
    const isHub = first === 'index.docker.io' || first === 'registry-1.docker.io';
    return isHub ? [hub, ...rest].join('/') : reference;
  }
  return rest.length === 0 ? `${hub}/library/${reference}` : `${hub}/${reference}`;
}
