import parseLicense from 'spdx-expression-parse';
import { expect, it } from 'vitest';
import { knownLicenses, licenseOf } from '../../../../runner/src/dataset/links/license-of.ts';

it.each([
  ['cc-by-4.0', 'CC-BY-4.0'],
  ['cc-zero', 'CC0-1.0'],
  ['mit-license', 'MIT'],
  ['MIT', 'MIT'],
  ['odbl', 'ODbL-1.0'],
  ['gpl-3.0', 'GPL-3.0-only'],
  ['other-open', undefined],
  ['NOASSERTION', undefined],
  ['constructor', undefined],
  ['', undefined],
  [undefined, undefined],
])('takes %j for %j', (name, license) => {
  expect(licenseOf(name)).toBe(license);
});

it.each(knownLicenses)('names a licence of the SPDX list: %s', (license) => {
  expect(parseLicense(license)).toEqual({ license });
  expect(licenseOf(license.toLowerCase())).toBe(license);
});
