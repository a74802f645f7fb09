import { readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { checkRecord, schemaNames } from '@orangery/schemas';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import type { Site } from '../../../marketplace/src/catalogue/site.ts';
import { describeApi } from '../../../marketplace/src/files/describe-api.ts';
import { feed } from '../../../marketplace/src/files/feed.ts';
import { llms } from '../../../marketplace/src/files/llms.ts';
import { sitemap, sitemapFiles } from '../../../marketplace/src/files/sitemap.ts';
import { fixtureModules, withFrontMatter } from '../fixture-modules.ts';

const site: Site = {
  title: 'Garden & "models"',
  description: 'A garden.',
  address: 'https://example.org',
  base: '/garden',
  repository: 'example/garden',
};
const local: Site = { ...site, address: undefined };
const modules = fixtureModules.map((module) => indexModule(module, '/garden'));
const [first] = fixtureModules;

function textOf(files: ReturnType<typeof feed>, path: string): string {
  const text = String(files.find((file) => file.path === path)?.content);
  if (path.endsWith('.xml')) expect(XMLValidator.validate(text)).toBe(true);
  return text;
}

describe('feed', () => {
  const parse = (text: string): { feed: { entry: { updated: string; title: string }[] } } =>
    new XMLParser({ isArray: (name) => name === 'entry' }).parse(text);

  it('tells the newest versions first', () => {
    const { entry } = parse(textOf(feed(modules, site), 'feed.xml')).feed;
    const days = entry.map(({ updated }) => updated);
    expect(days.length).toBeGreaterThan(3);
    expect(days).toEqual([...days].sort().reverse());
    expect(days[0]).toMatch(/^\d{4}-\d\d-\d\dT00:00:00Z$/);
  });

  it('has at most a hundred entries, and none of a retired module', () => {
    const changelog = Array.from({ length: 150 }, (_, index) => ({
      version: `1.${index}.0`,
      date: '2026-01-01',
      changes: 'x',
    }));
    const many = indexModule(withFrontMatter(first!, { changelog }), '/');
    expect(parse(textOf(feed([many], site), 'feed.xml')).feed.entry).toHaveLength(100);
    const retired = { ...many, entry: { ...many.entry, status: 'retired' as const } };
    expect(textOf(feed([retired], site), 'feed.xml')).not.toContain('<entry>');
  });

  it('holds hostile text as text', () => {
    const changes = ']]></summary><script>&\u0007';
    const changelog = [{ version: '1.0.0', date: '2026-01-01', changes }];
    const hostile = indexModule(withFrontMatter(first!, { changelog, title: '<b>' }), '/');
    expect(textOf(feed([hostile], local), 'feed.xml')).not.toContain('<script');
  });
});

describe('sitemap', () => {
  it('is there only for a site with an address', () => {
    expect(sitemap(modules, local)).toEqual([]);
    const text = textOf(sitemap(modules, site), 'sitemap.xml');
    expect(text).toContain('<loc>https://example.org/garden/modules/leaf-classifier/</loc>');
    expect(text).toContain('<loc>https://example.org/garden/</loc>');
    expect(text).toContain('<loc>https://example.org/garden/how-to/</loc>');
  });

  it('names itself to robots at the root of an address only', () => {
    expect(sitemap(modules, site).map(({ path }) => path)).toEqual(['sitemap.xml']);
    const atRoot = sitemap(modules, { ...site, base: '/' });
    expect(textOf(atRoot, 'robots.txt')).toContain('Sitemap: https://example.org/sitemap.xml\n');
  });

  it('is an index of several above fifty thousand addresses', () => {
    const addresses = Array.from({ length: 50_001 }, (_, index) => ({
      path: `modules/m${index}/`,
    }));
    const files = sitemapFiles(addresses, site);
    expect(files.map(({ path }) => path)).toEqual([
      'sitemap.xml',
      'sitemap-1.xml',
      'sitemap-2.xml',
    ]);
    expect(textOf(files, 'sitemap.xml').match(/<sitemap>/g)).toHaveLength(2);
    expect(textOf(files, 'sitemap-2.xml').match(/<url>/g)).toHaveLength(1);
  });
});

describe('llms.txt', () => {
  it('begins with the name and says how to go on', () => {
    const text = textOf(llms(modules, site), 'llms.txt');
    expect(text.split('\n').slice(0, 3)).toEqual(['# Garden & "models"', '', '> A garden.']);
    expect(text).toContain('](https://example.org/garden/api/modules/{id}.json)');
    expect(text).toContain(
      '- [Leaf classifier](https://example.org/garden/modules/leaf-classifier/)',
    );
  });

  it('takes no line, heading or link from a contributor', () => {
    const title = 'A\n## B](https://evil.example) [C';
    const hostile = indexModule(withFrontMatter(first!, { title }), '/');
    const text = textOf(llms([hostile], site), 'llms.txt');
    expect(text).not.toContain('\n## B');
    expect(text).toContain('[A ## B\\](https://evil.example) \\[C]');
  });
});

describe('describeApi', () => {
  const files = describeApi(modules, site);

  it('follows its schema, and names schemas that are there', () => {
    const record: unknown = JSON.parse(textOf(files, 'api/index.json'));
    expect(checkRecord('catalogueApi', record)).toMatchObject({ kind: 'valid' });
    const paths = files.map(({ path }) => `https://example.org/garden/${path}`);
    const named = JSON.stringify(record).match(/https:[^"]*\.schema\.json/g)!;
    expect(named.filter((address) => !paths.includes(address))).toEqual([]);
  });

  it('serves every schema, with every schema it refers to', () => {
    const copies = files.filter(({ path }) => path.startsWith('api/schemas/'));
    expect(copies).toHaveLength(Object.keys(schemaNames).length + 1);
    const names = new Set(copies.map(({ path }) => path.split('/').at(-1)));
    for (const { content } of copies) {
      const text = readFileSync((content as { copyOf: string }).copyOf, 'utf8');
      for (const [, name] of text.matchAll(/"\$ref": "([a-z-]+\.schema\.json)/g)) {
        expect(names).toContain(name);
      }
    }
  });
});
