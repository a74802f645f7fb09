import type { Field } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import {
  convert,
  fits,
  typesFor,
  unknownValues,
} from '../../../../runner/src/inference/pipeline/fitting-fields.ts';

type FieldType = Field['type'];

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({ name: 'a', type, ...more });

describe('an output fits an input', () => {
  it.each<[FieldType, FieldType]>([
    ['text', 'text'],
    ['category', 'text'],
    ['class-probabilities', 'text'],
    ['class-probabilities', 'category'],
    ['category', 'category'],
    ['text', 'tokens'],
    ['number', 'integer'],
    ['integer', 'number'],
    ['image', 'image'],
    ['boxes', 'boxes'],
  ])('as %s is taken for %s', (from, to) => {
    expect(fits(field(from), field(to))).toBe(true);
  });

  it.each<[FieldType, FieldType]>([
    ['boxes', 'text'],
    ['text', 'category'],
    ['number', 'text'],
    ['text', 'number'],
    ['category', 'class-probabilities'],
    ['image', 'file'],
    ['tokens', 'text'],
  ])('but no %s is taken for %s', (from, to) => {
    expect(fits(field(from), field(to))).toBe(false);
  });

  it.each<[Partial<Field>, Partial<Field>, boolean]>([
    [{ shape: [2, 3] }, { shape: [2, 3] }, true],
    [{ shape: [2, 3] }, { shape: [-1, 3] }, true],
    [{ shape: [2, 3] }, { shape: [3, 2] }, false],
    [{ shape: [2, 3] }, { shape: [2, 3, 1] }, false],
    [{ datatype: 'FP32' }, { datatype: 'FP32' }, true],
    [{ datatype: 'FP32' }, { datatype: 'INT8' }, false],
    [{ datatype: 'FP32' }, {}, true],
    [{}, { datatype: 'INT8' }, true],
  ])('and a tensor %j for %j: %s', (from, to, isFit) => {
    expect(fits(field('tensor', from), field('tensor', to))).toBe(isFit);
  });

  it('and says which types would', () => {
    expect(typesFor(field('text'))).toBe('text, category, or class-probabilities');
  });
});

describe('the values of an output', () => {
  it('are known to an input that lists the same, or none', () => {
    const from = field('category', { values: ['a', 'b'] });
    expect(unknownValues(from, field('category', { values: ['b', 'a', 'c'] }))).toEqual([]);
    expect(unknownValues(from, field('category'))).toEqual([]);
    expect(unknownValues(field('category'), from)).toEqual([]);
  });

  it('are named where they are not', () => {
    const from = field('category', { values: ['a', 'b'] });
    expect(unknownValues(from, field('category', { values: ['b'] }))).toEqual(['a']);
  });
});

describe('a value', () => {
  it.each<[unknown, FieldType, FieldType, unknown]>([
    [{ pear: 0.2, plum: 0.7, lemon: 0.1 }, 'class-probabilities', 'category', 'plum'],
    [{ pear: 0.5, plum: 0.5 }, 'class-probabilities', 'text', 'pear'],
    [{ pear: 1 }, 'class-probabilities', 'class-probabilities', { pear: 1 }],
    [2.6, 'number', 'integer', 3],
    [null, 'number', 'integer', null],
    [2.6, 'number', 'number', 2.6],
    [2, 'integer', 'number', 2],
    ['plum', 'category', 'text', 'plum'],
  ])('%j of %s is for %s %j', (value, from, to, converted) => {
    expect(convert(value, field(from), field(to))).toEqual(converted);
  });

  it.each([null, 'plum', {}, { plum: 'much' }])('%j is no probabilities', (value) => {
    const from = field('class-probabilities');
    expect(() => convert(value, from, field('text'))).toThrow(
      'expected probabilities by class, found none',
    );
  });
});
