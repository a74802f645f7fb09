import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Links of a built site that lead nowhere, and where else it leads. */
export interface SiteLinks {
  /** `page: link`, sorted. */
  readonly broken: readonly string[];
  /** Addresses of other sites, once each, sorted; nothing of them is fetched. */
  readonly external: readonly string[];
  /** How many links inside the site were followed. */
  readonly followed: number;
}

interface Place {
  readonly site: string;
  /** Path of the site below its address, `/` or `/garden`. */
  readonly base: string;
}

interface Found {
  readonly page: string;
  readonly link: string;
}

const origin = 'http://site.test';

/** Follows every link, picture, style, script and form of every page, relative ones too, with anchors. */
export async function checkSiteLinks({ site, base }: Place): Promise<SiteLinks> {
  const files = new Set(await filesBelow(site));
  const pages = [...files].filter((file) => file.endsWith('.html'));
  const html = new Map<string, string>();
  for (const page of pages) html.set(page, await readFile(join(site, page), 'utf8'));
  const anchors = new Map([...html].map(([page, text]) => [page, anchorsOf(text)]));
  const found = [...html].flatMap(([page, text]) => linksOf(text).map((link) => ({ page, link })));
  const outside = found.filter(({ link }) => isExternal(link));
  const inside = found.filter(({ link }) => !isExternal(link));
  const broken = inside.filter((one) => !leadsSomewhere(one, { base, files, anchors }));
  return {
    broken: sortedOnce(broken.map(({ page, link }) => `${page}: ${link}`)),
    external: sortedOnce(outside.map(({ link }) => link)),
    followed: inside.length,
  };
}

interface Known {
  readonly base: string;
  readonly files: ReadonlySet<string>;
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

function leadsSomewhere({ page, link }: Found, { base, files, anchors }: Known): boolean {
  const root = base.replace(/\/+$/, '');
  const from = `${origin}${root}/${page.replace(/(^|\/)index\.html$/, '$1')}`;
  const { pathname, hash } = new URL(link, from);
  if (pathname !== root && !pathname.startsWith(`${root}/`)) return false;
  const path = decodeURIComponent(pathname.slice(root.length + 1));
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (!files.has(file)) return false;
  const anchor = decodeURIComponent(hash.slice(1));
  return anchor === '' || anchors.get(file)?.has(anchor) === true;
}

function isExternal(link: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link);
}

/** What `href`, `src`, `action` and `srcset` of tags lead to; not what is said in text. */
function linksOf(html: string): readonly string[] {
  const tags = html.match(/<[a-z][^<>]*>/gi) ?? [];
  return tags.flatMap((tag) => {
    const plain = [...tag.matchAll(/\s(?:href|src|action|poster)="([^"]*)"/g)].map(
      ([, link]) => link!,
    );
    const sets = [...tag.matchAll(/\ssrcset="([^"]*)"/g)].flatMap(([, set]) =>
      set!.split(',').map((part) => part.trim().split(/\s+/)[0]!),
    );
    return [...plain, ...sets].map(decodeEntities);
  });
}

function anchorsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decodeEntities(id!)));
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#38;', '&')
    .replaceAll('&amp;', '&');
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function sortedOnce(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
