import { expect, it } from 'vitest';
import { attachmentOf } from '../../../../runner/src/dataset/links/attachment.ts';

it.each([
  ['attachment; filename="a b.csv"', 'a b.csv'],
  ['attachment;filename=a.csv', 'a.csv'],
  [`attachment; filename="x.csv"; filename*=UTF-8''%C3%BC.csv`, 'ü.csv'],
  [`attachment; filename="x.csv"; filename*=UTF-8''%E0%A4`, '_E0_A4'],
  ['attachment; filename="say \\"hi\\".csv"', 'say _hi_.csv'],
  ['attachment; filename="../../etc/passwd"', '.._.._etc_passwd'],
  ['attachment; filename=".."', 'data'],
  ['attachment', 'data'],
])('reads the name in %s', (disposition, name) => {
  const headers = { 'content-disposition': disposition };
  expect(attachmentOf({ status: 200, headers, text: '' })).toEqual({ name, bytes: undefined });
});

const disposition = { 'content-disposition': 'attachment; filename=a' };

it.each([
  [200, { ...disposition, 'content-length': '12' }, 12],
  [206, { ...disposition, 'content-length': '1', 'content-range': 'bytes 0-0/345' }, 345],
  [206, { ...disposition, 'content-range': 'bytes 0-0/*' }, undefined],
  [200, { ...disposition, 'content-length': '1e9' }, undefined],
])('reads the size of %i %j', (status, headers, bytes) => {
  expect(attachmentOf({ status, headers, text: '' })?.bytes).toBe(bytes);
});

it.each([
  [404, disposition],
  [200, {}],
  [200, { 'content-disposition': 'inline; filename=a' }],
])('finds none in %i %j', (status, headers) => {
  expect(attachmentOf({ status, headers, text: '' })).toBeUndefined();
});
