import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../helpers/orangery.ts';
import { checkSiteLinks } from '../helpers/site-links.ts';
import { sharedSite } from '../helpers/sites/shared-site.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const results = join(root, 'test-results', 'links');

beforeAll(() => mkdir(results, { recursive: true }));

// at the root of a host, and below a path
describe.each(['samples', 'fixtures'] as const)('the site of the %s', (name) => {
  it('has no link or anchor that leads nowhere', async () => {
    const { folder: site, base } = await sharedSite(name);
    const { broken, external, followed } = await checkSiteLinks({ site, base });
    await writeFile(join(results, `${name}-external.txt`), `${external.join('\n')}\n`);
    expect(broken).toEqual([]);
    expect(followed).toBeGreaterThan(100);
  });
});

describe('the check of links', () => {
  it.each([
    ['a page that is not there', '/garden/none/', '<a href="/garden/none/">'],
    ['an address without the base', '/a/', '<a href="/a/">'],
    ['a relative page that is not there', '../b/', '<a href="../b/">'],
    ['a page without its final slash', '/garden/a', '<a href="/garden/a">'],
    ['an anchor that is not there', '#none', '<a href="#none">'],
    ['an anchor of another page', '/garden/#here', '<a href="/garden/#here">'],
    ['a picture', '/garden/none.svg', '<img src="/garden/none.svg">'],
    [
      'a picture of a set',
      '/garden/two.png',
      '<img srcset="/garden/ok.png 1x, /garden/two.png 2x">',
    ],
    ['a form', '/garden/send/', '<form action="/garden/send/">'],
  ])('finds %s', async (_what, link, tag) => {
    const { broken } = await checkSiteLinks(await siteWith(tag));
    expect(broken).toEqual([`a/index.html: ${link}`]);
  });

  it.each([
    '<a href="/garden/">',
    '<a href="../">',
    '<a href="./">',
    '<a href="/garden/a/#here">',
    '<a href="#here">',
    '<a href="../a/?q=1#here">',
    '<img src="../ok.png">',
    '<pre>&lt;a href="/none/"&gt; is text</pre>',
  ])('accepts %s', async (tag) => {
    expect((await checkSiteLinks(await siteWith(tag))).broken).toEqual([]);
  });

  it('lists what leads elsewhere and fetches none of it', async () => {
    const place = await siteWith(
      '<a href="https://example.org/?a=1&amp;b=2"><a href="mailto:a@b.c">',
    );
    expect((await checkSiteLinks(place)).external).toEqual([
      'https://example.org/?a=1&b=2',
      'mailto:a@b.c',
    ]);
  });
});

async function siteWith(tag: string): Promise<{ site: string; base: string }> {
  const site = await tempFolder({
    'index.html': '<h1>Home</h1>',
    'ok.png': '',
    'a/index.html': `<h1 id="here">A</h1>${tag}`,
  });
  return { site, base: '/garden' };
}
