import { describe, expect, it } from 'vitest';
import {
  checkDelta,
  checkHybrid,
} from '../../../../../runner/src/recipes/tables/parquet/check-encoding.ts';
import { readThrift } from '../../../../../runner/src/recipes/tables/parquet/read-thrift.ts';

describe('a page is refused before it takes memory', () => {
  it.each<[string, readonly number[], number, number]>([
    ['two billion equal values', [0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 8],
    ['packed values without end', [0xff, 0xff, 0xff, 0xff, 0x0f], 0, 8],
    ['values wider than a number', [0x03, 1, 2, 3, 4], 40, 8],
    ['values that are not there', [0x03], 8, 8],
    [
      'a number without end',
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      1,
      8,
    ],
    ['nothing', [], 1, 1],
  ])('%s', (_, bytes, width, count) => {
    expect(() =>
      checkHybrid(Uint8Array.from(bytes), 0, width, count),
    ).toThrowErrorMatchingSnapshot();
  });

  it('and not when it is whole', () => {
    expect(() => checkHybrid(Uint8Array.of(0x10, 1, 0x03, 0xaa), 0, 1, 16)).not.toThrow();
  });

  it.each<[string, readonly number[]]>([
    ['blocks without parts', [0x80, 1, 0, 8, 0]],
    ['parts that are no eights', [9, 3, 8, 0]],
    ['fewer values than it says', [0x80, 1, 4, 2, 0]],
    ['values that are not there', [0x80, 1, 4, 8, 0, 0, 32, 32, 32, 32]],
    ['values wider than a number', [0x80, 1, 4, 8, 0, 0, 65, 65, 65, 65]],
  ])('deltas of %s', (_, bytes) => {
    expect(() => checkDelta(Uint8Array.from(bytes), 0, 8)).toThrowErrorMatchingSnapshot();
  });
});

describe('a record is refused before it takes memory', () => {
  it.each<[string, readonly number[]]>([
    ['a list longer than the file', [0x19, 0xfc, 0xff, 0xff, 0xff, 0x7f]],
    ['a text longer than the file', [0x18, 0xff, 0xff, 0x03, 1]],
    ['records within records without end', Array.from({ length: 100 }, () => 0x1c)],
    ['more values than are read', [0x19, 0xfc, 0x20, ...Array.from({ length: 33 }, () => 0)]],
    ['a map, which Parquet has none of', [0x1b, 0]],
    ['no end', [0x15, 2]],
  ])('%s', (_, bytes) => {
    expect(() => readThrift(Uint8Array.from(bytes), 0, 20)).toThrowErrorMatchingSnapshot();
  });
});
