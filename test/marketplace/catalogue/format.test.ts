import { expect, it } from 'vitest';
import {
  formatCount,
  formatMs,
  formatNumber,
  formatSeconds,
} from '../../../marketplace/src/catalogue/format.ts';
import { modulePage, siteLink } from '../../../marketplace/src/catalogue/site-link.ts';

it.each([
  [formatMs(0.412), '0.41 ms'],
  [formatMs(12.34), '12.3 ms'],
  [formatMs(1200), '1.20 s'],
  [formatSeconds(4.25), '4.3 s'],
  [formatSeconds(59.7), '1 min 0 s'],
  [formatSeconds(187.4), '3 min 7 s'],
  [formatSeconds(7900), '2 h 11 min'],
  [formatCount(1_234_567), '1\u202f234\u202f567'],
  [formatNumber(0.00123456), '0.001235'],
  [formatNumber(64), '64'],
])('%s', (text, expected) => {
  expect(text).toBe(expected);
});

it.each([
  ['/', 'roles/', '/roles/'],
  ['/garden', 'roles/', '/garden/roles/'],
  ['/garden/', '', '/garden/'],
])('links below base %s', (base, path, expected) => {
  expect(siteLink(base, path)).toBe(expected);
});

it('places a module’s page', () => {
  expect(modulePage('/garden', 'leaf-classifier')).toBe('/garden/modules/leaf-classifier/');
});
