import { Failure, hashBytes, type Artifact } from '@orangery/schemas';

/** A file as an artifact lists it. */
export type ListedFile = Artifact['files'][number];

/**
 * Makes sure that a file of an artifact is what the artifact says.
 * @param name as messages call it
 * @throws Failure VERIFY_FAILED
 */
export function checkArtifactFile(
  name: string,
  { sha256, bytes }: ListedFile,
  content: Uint8Array,
): void {
  checkArtifactSize(name, bytes, content.length);
  const found = hashBytes(content);
  if (found === sha256) return;
  throw new Failure('VERIFY_FAILED', `${name}: expected sha256 ${sha256}, found ${found}`);
}

/** @throws Failure VERIFY_FAILED */
export function checkArtifactSize(name: string, expected: number, found: number): void {
  if (found === expected) return;
  throw new Failure('VERIFY_FAILED', `${name}: expected ${expected} bytes, found ${found}`);
}
