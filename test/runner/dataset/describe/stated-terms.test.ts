import { describe, expect, it } from 'vitest';
import { licenseOfText } from '../../../../runner/src/dataset/describe/license-of-text.ts';
import { speaksOfData } from '../../../../runner/src/dataset/describe/speaks-of-data.ts';
import { statedTerms } from '../../../../runner/src/dataset/describe/stated-terms.ts';
import { dataFiles } from '../../../helpers/read-data.ts';

describe('licenseOfText', () => {
  it.each([
    ['Creative Commons Attribution 4.0 International Public License', 'CC-BY-4.0'],
    ['Attribution-NonCommercial-ShareAlike 4.0 International', 'CC-BY-NC-SA-4.0'],
    ['Attribution-NonCommercial-NoDerivatives 4.0 International', 'CC-BY-NC-ND-4.0'],
    ['Attribution-ShareAlike 3.0 Unported', 'CC-BY-SA-3.0'],
    ['CC0 1.0 Universal', 'CC0-1.0'],
    ['ODC Open Database License (ODbL)', 'ODbL-1.0'],
    ['Apache License\n        Version 2.0, January 2004', 'Apache-2.0'],
    ['Permission is hereby granted, free of charge, to any person\nobtaining a copy', 'MIT'],
    ['Redistribution and use in source and binary forms … Neither the name of X', 'BSD-3-Clause'],
    ['Redistribution and use in source and binary forms are permitted', 'BSD-2-Clause'],
    ['GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007', 'GPL-3.0-only'],
    ['SPDX-License-Identifier: MIT OR Apache-2.0\nCC0 1.0 Universal', 'MIT OR Apache-2.0'],
    ['SPDX-License-Identifier: cc-by-4.0', 'CC-BY-4.0'],
    ['SPDX-License-Identifier: $(rm -rf)', undefined],
    ['You may use this data if you are kind.', undefined],
    ['', undefined],
  ])('of %j is %j', (text, expected) => {
    expect(licenseOfText(text)).toBe(expected);
  });

  it('ends soon on a text made to keep it busy', () => {
    const text = 'Redistribution and use in source and binary forms '.repeat(1300);
    const start = performance.now();
    expect(licenseOfText(text)).toBe('BSD-2-Clause');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('statedTerms', () => {
  const doe = 'authors:\n  - family-names: Doe\n    given-names: J.\n';

  it.each([
    ['nothing', { 'a.csv': 'x' }, {}],
    [
      'a licence in a folder around all',
      { 'leaves/LICENCE': 'CC0 1.0 Universal' },
      { license: 'CC0-1.0' },
    ],
    [
      'CITATION.cff',
      {
        'CITATION.cff': `title: Leaves\n${doe}date-released: 2020-03-01\ndoi: 10.5281/zenodo.1\nlicense: CC-BY-4.0\n`,
      },
      {
        license: 'CC-BY-4.0',
        citation: 'Doe, J. (2020). Leaves. https://doi.org/10.5281/zenodo.1',
      },
    ],
    [
      'a data package',
      {
        'datapackage.json':
          '{"title":"Leaves","licenses":[{"name":"ODC-BY"}],"contributors":[{"title":"J. Doe"}]}',
      },
      { license: 'ODC-By-1.0', citation: 'J. Doe. Leaves' },
    ],
    [
      'dataset.yml',
      { 'dataset.yml': 'license: MIT\ncitation: Doe\n' },
      { license: 'MIT', citation: 'Doe' },
    ],
    [
      'a README of Hugging Face',
      { 'README.md': '---\nlicense:\n- cc-by-sa-4.0\n---\n# Leaves\n' },
      { license: 'CC-BY-SA-4.0' },
    ],
    [
      'the licence’s text before what others say',
      { LICENSE: 'CC0 1.0 Universal', 'dataset.yml': 'license: MIT' },
      { license: 'CC0-1.0' },
    ],
    [
      'broken files',
      { 'CITATION.cff': '{[', 'datapackage.json': '{', 'README.md': '---js\nalert(1)\n---\n' },
      {},
    ],
    [
      'fields of a wrong kind',
      { 'dataset.yml': 'license: {a: 1}\ncitation: [1]\nauthors: 3\n' },
      {},
    ],
    ['files deeper down', { 'a/b/LICENSE': 'CC0 1.0 Universal' }, {}],
    ['a file too large to be one', { LICENSE: 'CC0 1.0 Universal'.padEnd(70_000) }, {}],
  ])('reads %s', async (_, files, expected) => {
    expect(await statedTerms(dataFiles(files))).toEqual(expected);
  });

  it('makes one line without control characters of a citation, and ends it', async () => {
    const citation = JSON.stringify(`Doe\n\u001b[31mred\u202e ${'x'.repeat(2000)}`);
    const { citation: read } = await statedTerms(
      dataFiles({ 'datapackage.json': `{"citation":${citation}}` }),
    );
    expect(read).toMatch(/^Doe \[31mred x+…$/);
    expect(read!.length).toBe(1001);
  });
});

describe('speaksOfData', () => {
  it.each([
    ['LICENSE', true],
    ['data/readme.txt', true],
    ['dataset.yml', true],
    ['dataset.csv', false],
    ['dataset.json', false],
    ['a/b/README.md', false],
    ['license/1.png', false],
  ])('%s: %s', (path, expected) => {
    expect(speaksOfData(path)).toBe(expected);
  });
});
