import fc from 'fast-check';
import { Failure, formatProblem, type Problem } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { makeModule } from '../../../../runner/src/exchange/ai4/make-module.ts';
import { readAi4 } from '../../../../runner/src/exchange/ai4/read-ai4.ts';
import { exportedOf, madeOf } from './made.ts';

const good = `metadata_version: 2.0.0
title: Fish detection
summary: Finds fish in pictures.
description: |-
  It finds **fish**.
links:
  source_code: https://github.com/ai4os-hub/fish
  docker_image: ai4oshub/fish
tags: [fish]
tasks: [Computer Vision]
categories: [AI4 inference]
libraries: [PyTorch]
`;

/** What is said of the lines of a file; what it lacks is said of every one. */
function said(text: string): readonly string[] {
  const reading = readAi4(text, 'fish.yml');
  const problems = reading.kind === 'refused' ? reading.problems : [];
  const shown = ({ hint, ...problem }: Problem): string =>
    `${formatProblem(problem)}${hint === undefined ? '' : ` → ${hint}`}`;
  return [
    ...problems.map((problem) => `refused: ${shown(problem)}`),
    ...reading.warnings.filter(({ line }) => line !== undefined).map(shown),
  ];
}

/** The same file with some lines put in another's place. */
function changed(line: string, ...lines: readonly string[]): string {
  if (!good.includes(`${line}\n`)) throw new Error(line);
  return good.replace(`${line}\n`, lines.map((one) => `${one}\n`).join(''));
}

describe('readAi4', () => {
  it('has nothing to say of a good file, but what the format lacks', () => {
    expect(said(good)).toEqual([]);
    expect(readAi4(good, 'fish.yml').warnings.map(({ pointer, hint }) => `${pointer} ${hint}`))
      .toMatchInlineSnapshot(`
      [
        "/license It is NOASSERTION now; ask the authors.",
        "/version It is 1.0.0 now.",
        "/authors Add those you know.",
        "/maintainers Without any, the admins own the folder.",
      ]
    `);
  });

  it('says where what is, all at once', () => {
    const broken = changed('title: Fish detection', 'title: 7', 'sata-type: [Image]')
      .replace('summary: Finds fish in pictures.', 'summary: Fish')
      .replace('ai4oshub/fish\n', 'AI4OSHub/Fish\n  dataset: http://fish.org\n  citation:\n')
      .replace('tags: [fish]', 'tags: fish')
      .replace('Computer Vision', 'Computer Vison, Classification, Classification')
      .replace('tasks', 'dates:\n  created: 2020-01-02\n  updated: next week\ntasks');
    expect(said(`${broken}resources: lots\nid: fish\n`)).toMatchInlineSnapshot(`
      [
        "refused: fish.yml:2:8 /title: expected text, found 7 → Quote it: "7".",
        "refused: fish.yml:9:17 /links/docker_image: expected an image reference such as docker.io/ai4oshub/my-module, found "AI4OSHub/Fish" → Names of images are in small letters: docker.io/ai4oshub/fish.",
        "fish.yml:3:1 /sata-type: expected a key of ai4-metadata, found "sata-type" → Did you mean data-type? It is kept under foreign.ai4.",
        "fish.yml:4:10 /summary: expected at least 10 characters, found 4 → It begins with "AI4OS module:" now.",
        "fish.yml:10:12 /links/dataset: expected an https address, found "http://fish.org" → Its links are https; this one is kept under foreign.ai4.",
        "fish.yml:11:12 /links/citation: expected an address, found nothing (null) → Leave it out.",
        "fish.yml:12:7 /tags: expected a list of words, found "fish" → Write a list: [fish].",
        "fish.yml:14:12 /dates/created: expected a day in quotes, found 2020-01-02 → Write "2020-01-02": readers of YAML 1.1 take it for a moment.",
        "fish.yml:15:12 /dates/updated: expected a day, written YYYY-MM-DD, found "next week"",
        "fish.yml:16:9 /tasks/0: expected a word of AI4, found "Computer Vison" → Did you mean Computer Vision?",
        "fish.yml:16:41 /tasks/2: expected no word twice, found "Classification" again",
        "fish.yml:19:12 /resources: expected keys and values, found "lots" → It is kept under foreign.ai4.",
      ]
    `);
  });

  it.each([
    ['a key twice', `${good}libraries: [Keras]\n`],
    ['a tab', good.replace('  source_code', '\tsource_code')],
    ['a quote without its end', changed('title: Fish detection', 'title: "Fish')],
    ['a colon in bare text', changed('title: Fish detection', 'title: Fish: detection')],
    ['a web page', '<!DOCTYPE html>\n<html><body>Not: found</body></html>'],
    ['a list', '- title: a\n'],
    ['nothing', ''],
    ['a tag', changed('title: Fish detection', 'title: !!python/object:os.system x')],
    ['no title, summary and image', 'links: {}\n'],
    [
      'an image that is none',
      changed('  docker_image: ai4oshub/fish', '  docker_image: "my image!"'),
    ],
    ['an image that is nothing', changed('  docker_image: ai4oshub/fish', '  docker_image: null')],
    ['links that are a list', good.replace(/links:(\n {2}.*)+/, 'links: [a]')],
    ['too much', `${good}more: ${'x'.repeat(70_000)}\n`],
    ['too deep', `${good}more: ${'['.repeat(11)}${']'.repeat(11)}\n`],
  ])('refuses %s', (_, text) => {
    expect(readAi4(text, 'fish.yml').kind).toBe('refused');
    expect(said(text).join('\n')).toMatchSnapshot();
  });

  it.each([
    ['ai4oshub/fish', 'docker.io/ai4oshub/fish'],
    ['fish:cpu', 'docker.io/library/fish:cpu'],
    ['docker.io/ai4oshub/fish', 'docker.io/ai4oshub/fish'],
    ['index.docker.io/ai4oshub/fish', 'docker.io/ai4oshub/fish'],
    ['registry.acme.org:5000/a/fish:1', 'registry.acme.org:5000/a/fish:1'],
    ['docker://ai4oshub/fish', 'docker.io/ai4oshub/fish'],
    ['https://hub.docker.com/r/deephdc/deep-oc-mods', 'docker.io/deephdc/deep-oc-mods'],
    ['https://hub.docker.com/r/deephdc/deep-oc-mods/tags', 'docker.io/deephdc/deep-oc-mods'],
    ['https://hub.docker.com/_/python', 'docker.io/library/python'],
  ])('takes the image %s for %s', (image, reference) => {
    const { container } = madeOf(good.replace('ai4oshub/fish\n', `${image}\n`)).frontMatter;
    expect(container).toEqual({ image: reference });
  });

  it.each([
    ['https://doi.org/10.5281/zenodo.13903520', 'data'],
    ['https://zenodo.org/records/13989650', 'data'],
    ['https://huggingface.co/datasets/acme/fish', 'data'],
    ['https://fish.org/fish.tar.gz', 'data'],
    ['https://research.google.com/audioset', 'page'],
    ['https://www.vliz.be/nl/imis?dasid=8773&doiid=1154', 'page'],
  ])('takes %s for %s', (address, kind) => {
    const text = changed('tags: [fish]', 'tags: [fish]').replace(
      'links:\n',
      `links:\n  dataset: ${address}\n`,
    );
    const { dataset, links } = madeOf(text).frontMatter;
    const page = links?.find(({ title }) => title === 'Dataset')?.url;
    expect(kind === 'data' ? dataset?.link : page).toBe(address);
  });

  it('makes a tool of a tool', () => {
    expect(madeOf(good.replace('AI4 inference', 'AI4 tools')).frontMatter).toMatchObject({
      kind: 'tool',
      categories: ['AI4 tools'],
    });
  });

  it('reads 1.x, in its own words', () => {
    const first = `title: Streams
summary: Massive online data streams
description:
- It reads streams.\\n
- ''
- And <b>warns</b>.
keywords: [docker, TensorFlow, trainable, time series]
license: Apache 2.0
date_creation: 2019-02-19
cite_url: http://plain.org
sources:
  dockerfile_repo: https://github.com/deephdc/DEEP-OC-mods
  docker_registry_repo: deephdc/deep-oc-mods
  code: https://github.com/deephdc/mods
tosca:
- title: Mesos
  url: https://x.org
  inputs: [rclone_conf]
`;
    const module = madeOf(first);
    expect({ ...module.frontMatter, card: module.card }).toMatchInlineSnapshot(`
      {
        "authors": [],
        "card": "It reads streams.


      And **warns**.",
        "categories": [
          "AI4 trainable",
        ],
        "container": {
          "image": "docker.io/deephdc/deep-oc-mods",
        },
        "dates": {
          "created": "2019-02-19",
        },
        "foreign": {
          "ai4": {
            "description": "It reads streams.


      And <b>warns</b>.",
            "license": "Apache 2.0",
            "links": {
              "citation": "http://plain.org",
              "docker_image": "deephdc/deep-oc-mods",
            },
            "sources": {
              "dockerfile_repo": "https://github.com/deephdc/DEEP-OC-mods",
            },
            "tosca": [
              {
                "inputs": [
                  "rclone_conf",
                ],
                "title": "Mesos",
                "url": "https://x.org",
              },
            ],
          },
        },
        "kind": "module",
        "libraries": [
          "TensorFlow",
        ],
        "license": "Apache-2.0",
        "links": [
          {
            "title": "Source code",
            "url": "https://github.com/deephdc/mods",
          },
        ],
        "maintainers": [],
        "runtime": "container",
        "schema": "module/2",
        "summary": "Massive online data streams",
        "tags": [
          "docker",
          "TensorFlow",
          "trainable",
          "time series",
        ],
        "tasks": [
          "time-series",
        ],
        "title": "Streams",
        "version": "1.0.0",
      }
    `);
    expect(said(first)).toMatchInlineSnapshot(`
      [
        "fish.yml:6:7 /description: expected Markdown, found HTML: <b> → It is Markdown now, or left out.",
        "fish.yml:9:16 /date_creation: expected a day in quotes, found 2019-02-19 → Write "2019-02-19": readers of YAML 1.1 take it for a moment.",
        "fish.yml:10:11 /cite_url: expected an https address, found "http://plain.org" → Its links are https; this one is kept under foreign.ai4.",
      ]
    `);
    expect(exportedOf(module)).toMatchInlineSnapshot(`
      {
        "categories": [
          "AI4 trainable",
        ],
        "dates": {
          "created": "2019-02-19",
          "updated": "2019-02-19",
        },
        "description": "It reads streams.


      And <b>warns</b>.",
        "libraries": [
          "TensorFlow",
        ],
        "license": "Apache 2.0",
        "links": {
          "citation": "http://plain.org",
          "docker_image": "deephdc/deep-oc-mods",
          "source_code": "https://github.com/deephdc/mods",
        },
        "metadata_version": "2.0.0",
        "summary": "Massive online data streams",
        "tags": [
          "docker",
          "TensorFlow",
          "trainable",
          "time series",
        ],
        "tasks": [
          "Time Series",
        ],
        "title": "Streams",
      }
    `);
  });

  it('knows a file of 2.x that says it is 1.0.0 for what it is', () => {
    const text = good.replace('2.0.0', '1.0.0');
    expect(exportedOf(madeOf(text))).toMatchObject({ metadata_version: '2.0.0', tags: ['fish'] });
    expect(madeOf(text).frontMatter.foreign).toMatchObject({ ai4: { metadata_version: '1.0.0' } });
  });
});

describe('whatever is in a file', () => {
  const keys = [
    ...['title', 'summary', 'description', 'links', 'docker_image', 'dates', 'created', 'tags'],
    ...['tasks', 'libraries', 'data-type', 'resources', 'inference', 'cpu', 'doi', 'sources'],
    ...['keywords', 'date_creation', 'metadata_version', '__proto__', 'constructor', 'id', '/~'],
  ];
  const key = fc.oneof(fc.constantFrom(...keys), fc.string());
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.constant('ai4oshub/x'),
      ),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 6, noNullPrototype: true }),
    ),
  }));

  /** Reads it, and makes a module of it where it can be read. */
  function attempt(text: string): void {
    const reading = readAi4(text, 'fuzz.yml');
    if (reading.kind === 'refused') {
      expect(reading.problems.length, text).toBeGreaterThan(0);
      return;
    }
    try {
      exportedOf(madeOf(text));
      makeModule(reading, { id: 'fuzz', image: reading.image });
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'INTERNAL') throw error;
    }
  }

  it('is read or refused: any values', () => {
    const base = { title: 'Fish', summary: 'Finds fish', links: { docker_image: 'a/b' } };
    fc.assert(
      fc.property(fc.dictionary(key, tree), tree, (values, links) => {
        attempt(JSON.stringify({ ...base, ...values }));
        attempt(JSON.stringify({ ...values, ...base }));
        attempt(JSON.stringify({ ...base, links: { ...base.links, ...Object(links) } }));
      }),
      { numRuns: 700 },
    );
  });

  it('is read or refused: any damage', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom(
        '\t',
        ': ',
        '\n',
        '- ',
        '&a ',
        '*a',
        '!!x ',
        '"',
        "'",
        '|',
        '>',
        '{',
        '}',
        '#',
        '\u0000',
        '\ufeff',
        '---\n',
      ),
    );
    const damage = fc.array(fc.tuple(fc.nat(good.length), fc.nat(8), piece), { maxLength: 4 });
    fc.assert(
      fc.property(damage, (cuts) => {
        attempt(
          cuts.reduce(
            (text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length),
            good,
          ),
        );
      }),
      { numRuns: 1500 },
    );
  });
});
