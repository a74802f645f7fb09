import parseLicense from 'spdx-expression-parse';
import { expect, it } from 'vitest';
import { knownLicense } from '../../../runner/src/dataset/known-license.ts';

it.each([
  ['cc-by-4.0', 'CC-BY-4.0'],
  ['CC BY 4.0', 'CC-BY-4.0'],
  ['cc_by_nc_4.0', 'CC-BY-NC-4.0'],
  ['cc-zero', 'CC0-1.0'],
  ['mit-license', 'MIT'],
  ['MIT', 'MIT'],
  ['odbl', 'ODbL-1.0'],
  ['gpl-3.0', 'GPL-3.0-only'],
  ['bsd-license', 'BSD-2-Clause'],
  ['https://creativecommons.org/licenses/by-sa/4.0/legalcode', 'CC-BY-SA-4.0'],
  ['http://creativecommons.org/publicdomain/zero/1.0/', 'CC0-1.0'],
])('takes %j for %j', (name, license) => {
  expect(knownLicense(name)).toBe(license);
  expect(parseLicense(license)).toEqual({ license });
});

it.each(['other', 'other-open', 'NOASSERTION', 'constructor', '__proto__', '', undefined])(
  'takes %j for none',
  (name) => {
    expect(knownLicense(name)).toBeUndefined();
  },
);
