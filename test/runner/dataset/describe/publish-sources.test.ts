import { describe, expect, it } from 'vitest';
import { checkPublishable } from '../../../../runner/src/dataset/describe/check-publishable.ts';
import { publishSources } from '../../../../runner/src/dataset/describe/publish-sources.ts';
import { caught } from '../../../helpers/caught.ts';

const open = { link: 'https://example.org/a.zip', bytes: 3 };
const signed = { link: 'https://example.org/a.zip?X-Amz-Signature=5e0a7b8c9d' };
const named = { link: 'secret:LEAVES' };

describe('checkPublishable', () => {
  it('refuses a link that gives access where the data is to be public, without showing it', async () => {
    const refusal = await caught(() => checkPublishable([open, signed], 'public', '/'));
    expect(refusal).toMatchInlineSnapshot(
      `"LINK_REFUSED https://example.org/a.zip: expected a link that anybody may see, as the data is to be public, found one that gives access"`,
    );
    expect(refusal).not.toContain('5e0a7b8c9d');
  });

  it.each([
    ['an open link', [open]],
    ['a secret by its name', [named]],
    ['a path', [{ link: 'leaves.zip' }]],
  ])('takes %s for public data', (_, links) => {
    expect(() => checkPublishable(links, 'public', '/')).not.toThrow();
  });

  it('takes any link for private data', () => {
    expect(() => checkPublishable([signed], 'private', '/')).not.toThrow();
  });
});

describe('publishSources', () => {
  it('names private links by secrets, in order, and keeps names that were given', () => {
    const sources = publishSources([open, named, signed], 'private', 'VALIDATION');
    expect(sources.map(({ link }) => link)).toEqual([
      'secret:VALIDATION',
      'secret:LEAVES',
      'secret:VALIDATION_3',
    ]);
    expect(sources[0]!.bytes).toBe(3);
  });

  it('shows public links, and leaves a secret one', () => {
    const sources = publishSources([open, named], 'public', 'DATASET');
    expect(sources.map(({ link }) => link)).toEqual([open.link, 'secret:LEAVES']);
  });
});
