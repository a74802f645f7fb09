import type { PinnedLink, Visibility } from '@orangery/schemas';

const secretName = /^secret:[A-Z][A-Z0-9_]*$/;

/** Links as a record shows them: of private data by a secret's name, which public data may keep. */
export function publishSources(
  sources: readonly PinnedLink[],
  visibility: Visibility,
  name: 'DATASET' | 'VALIDATION',
): PinnedLink[] {
  return sources.map((source, index) => {
    const isShown = visibility === 'public' || secretName.test(source.link);
    const number = index === 0 ? '' : `_${index + 1}`;
    return { ...source, link: isShown ? source.link : `secret:${name}${number}` };
  });
}
