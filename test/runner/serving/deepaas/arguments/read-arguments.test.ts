import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from '../../../../../runner/src/serving/answer.ts';
import { UploadedFile, type CallSources } from '../../../../../runner/src/serving/call-sources.ts';
import type {
  Argument,
  ArgumentType,
} from '../../../../../runner/src/serving/deepaas/arguments/argument.ts';
import { readArguments } from '../../../../../runner/src/serving/deepaas/arguments/read-arguments.ts';

function sources(some: Partial<CallSources>): CallSources {
  return { query: {}, form: {}, json: undefined, headers: {}, ...some };
}

/** What the arguments are, or the body of the refusal. */
function read(expected: readonly Argument[], some: Partial<CallSources>): unknown {
  try {
    return readArguments(sources(some), expected);
  } catch (error) {
    if (error instanceof Refused && error.answer.status === 422) return String(error.answer.body);
    throw error;
  }
}

const x = (type: ArgumentType, more: Partial<Argument> = {}): Argument[] => [
  { name: 'x', type, ...more },
];
const file = new UploadedFile('a.png', 'image/png', new Uint8Array([1]));

describe('values as marshmallow reads them', () => {
  it.each<[ArgumentType, unknown, unknown]>([
    ['integer', ' 1 ', 1],
    ['integer', '-5', -5],
    ['integer', '1_000', 1000],
    ['integer', 1.5, 1],
    ['integer', '1.0', ['Not a valid integer.']],
    ['integer', '', ['Not a valid integer.']],
    ['integer', '0x1', ['Not a valid integer.']],
    ['integer', true, ['Not a valid integer.']],
    ['integer', [1], ['Not a valid integer.']],
    ['integer', 2 ** 60, ['Not a valid integer.']],
    ['integer', null, ['Field may not be null.']],
    ['number', '1e3', 1000],
    ['number', '.5', 0.5],
    ['number', '1.', 1],
    ['number', 'x', ['Not a valid number.']],
    ['number', '', ['Not a valid number.']],
    ['number', '0x1', ['Not a valid number.']],
    ['number', '.', ['Not a valid number.']],
    ['number', true, ['Not a valid number.']],
    ['number', 'nan', ['Special numeric values (nan or infinity) are not permitted.']],
    ['number', '1e400', ['Special numeric values (nan or infinity) are not permitted.']],
    ['boolean', 'yes', true],
    ['boolean', 'OFF', false],
    ['boolean', 0, false],
    ['boolean', ' 1 ', ['Not a valid boolean.']],
    ['boolean', 2, ['Not a valid boolean.']],
    ['string', '', ''],
    ['string', 5, ['Not a valid string.']],
    ['url', 'http://localhost/x', 'http://localhost/x'],
    ['url', 'https://user:pw@h.com', 'https://user:pw@h.com'],
    ['url', 'http://1.2.3.4:80/x?y#z', 'http://1.2.3.4:80/x?y#z'],
    ['url', 'http://[::1]/', 'http://[::1]/'],
    ['url', 'http://a.b', ['Not a valid URL.']],
    ['url', 's3://b/c', ['Not a valid URL.']],
    ['url', 'http://ä.de', ['Not a valid URL.']],
    ['url', '//a.com', ['Not a valid URL.']],
    ['url', 'x', ['Not a valid URL.']],
    ['date-time', '2019-01-01 00:00', '2019-01-01 00:00'],
    ['date-time', '2019-01-01T00:00:00.5+02:00', '2019-01-01T00:00:00.5+02:00'],
    ['date-time', '2019-01-01', ['Not a valid datetime.']],
    ['date-time', '2019-02-30T00:00', ['Not a valid datetime.']],
    ['date-time', '2019-01-01T24:00:00', ['Not a valid datetime.']],
    ['date', '2019-01-1', '2019-01-1'],
    ['date', '2019-02-30', ['Not a valid date.']],
    ['date', '0000-01-01', ['Not a valid date.']],
    ['object', { a: 1 }, { a: 1 }],
    ['object', [], ['Not a valid mapping type.']],
    ['any', [1], [1]],
  ])('%s %j', (type, given, expected) => {
    const isWrong = Array.isArray(expected) && String(expected[0]).endsWith('.');
    const answer = read(x(type), { json: { x: given } });
    if (isWrong) expect(JSON.parse(String(answer))).toEqual({ x: expected });
    else expect(answer).toEqual({ x: expected });
  });
});

describe('where arguments come from', () => {
  it('takes the query before the form before JSON', () => {
    const all = { query: { x: 'q' }, form: { x: 'f' }, json: { x: 'j' } };
    expect(read(x('string'), all)).toEqual({ x: 'q' });
    expect(read(x('string'), { ...all, query: {} })).toEqual({ x: 'f' });
    expect(read(x('string'), { json: all.json })).toEqual({ x: 'j' });
  });

  it('ignores what no argument is called', () => {
    expect(read(x('string'), { query: { y: '1' }, json: { z: 1 } })).toEqual({});
  });

  it.each([[1], 'text', 5, null])('finds nothing in a body that is %j', (json) => {
    expect(read(x('string', { isRequired: true }), { json })).toBe(
      '{"x": ["Missing data for required field."]}',
    );
  });

  it('reads an argument of the form from the form alone', () => {
    const expected = x('string', { location: 'form', isRequired: true });
    expect(read(expected, { form: { x: 'f' } })).toEqual({ x: 'f' });
    expect(read(expected, { query: { x: 'q' }, json: { x: 'j' } })).toContain('Missing data');
  });

  it('reads an argument of the headers from its header', () => {
    const expected: Argument[] = [{ name: 'X-Turn', type: 'integer', location: 'headers' }];
    expect(read(expected, { headers: { 'x-turn': '3' }, query: { 'X-Turn': '4' } })).toEqual({
      'X-Turn': 3,
    });
  });

  it('takes the first of a repeated name, and all for a list', () => {
    const query = { x: ['1', '2'] };
    expect(read(x('integer'), { query })).toEqual({ x: 1 });
    const list = x('list', { items: { name: '', type: 'integer' } });
    expect(read(list, { query })).toEqual({ x: [1, 2] });
    expect(read(list, { query: { x: '1' } })).toEqual({ x: [1] });
    expect(read(list, { json: { x: 7 } })).toEqual({ x: [7] });
    expect(read(list, { query: { x: '[1,2]' } })).toBe('{"x": {"0": ["Not a valid integer."]}}');
  });

  it('takes the default of what is missing, which may be null', () => {
    expect(read(x('integer', { default: 4 }), {})).toEqual({ x: 4 });
    expect(read(x('integer', { default: null }), {})).toEqual({ x: null });
    expect(read(x('integer', { default: null }), { json: { x: null } })).toEqual({ x: null });
  });
});

describe('files', () => {
  it('are taken from the form', () => {
    expect(read(x('file'), { form: { x: file } })).toEqual({ x: file });
    const list = x('list', { location: 'form', items: { name: '', type: 'file' } });
    expect(read(list, { form: { x: [file, file] } })).toEqual({ x: [file, file] });
  });

  it('are not texts', () => {
    expect(read(x('file'), { form: { x: 'text' } })).toBe('{"x": ["Not a valid file."]}');
    expect(read(x('string'), { form: { x: file } })).toBe('{"x": ["Not a valid string."]}');
  });
});

describe('problems', () => {
  it('are all told, by argument', () => {
    const expected: Argument[] = [
      { name: 'parameter', type: 'integer' },
      { name: 'parameter_three', type: 'string', choices: ['foo', 'bar'] },
      { name: 'needed', type: 'any', isRequired: true },
    ];
    expect(read(expected, { query: { parameter: 'x', parameter_three: 'baz' } })).toBe(
      '{"parameter": ["Not a valid integer."], "parameter_three": ["Must be one of: foo, bar."], ' +
        '"needed": ["Missing data for required field."]}',
    );
  });

  it.each<[Partial<Argument>, string, string]>([
    [{ minimum: 1, maximum: 10 }, '0', 'greater than or equal to 1 and less than or equal to 10'],
    [{ minimum: 1 }, '0', 'greater than or equal to 1'],
    [{ maximum: 10 }, '11', 'less than or equal to 10'],
  ])('of a range %j', (range, given, words) => {
    expect(read(x('number', range), { query: { x: given } })).toBe(`{"x": ["Must be ${words}."]}`);
    expect(read(x('number', range), { query: { x: '10' } })).toEqual({ x: 10 });
  });

  it('of a range and of choices together', () => {
    expect(read(x('integer', { minimum: 1, choices: [1, 2] }), { query: { x: '0' } })).toBe(
      '{"x": ["Must be greater than or equal to 1.", "Must be one of: 1, 2."]}',
    );
  });

  it('of parts stand below the name of the part', () => {
    const fields: Argument[] = [
      { name: 'a', type: 'integer', isRequired: true },
      { name: 'b', type: 'string' },
    ];
    const object = x('object', { fields });
    expect(read(object, { json: { x: { a: 'q', b: 3, z: 1 } } })).toBe(
      '{"x": {"a": ["Not a valid integer."], "b": ["Not a valid string."], "z": ["Unknown field."]}}',
    );
    expect(read(object, { json: { x: {} } })).toBe(
      '{"x": {"a": ["Missing data for required field."]}}',
    );
    expect(read(object, { query: { x: '{}' } })).toBe(
      '{"x": {"_schema": ["Invalid input type."]}}',
    );
    const list = x('list', { items: { name: '', type: 'object', fields } });
    expect(read(list, { json: { x: [{ a: 1 }, { a: 'q' }, 5] } })).toBe(
      '{"x": {"1": {"a": ["Not a valid integer."]}, "2": {"_schema": ["Invalid input type."]}}}',
    );
  });

  it('of a long list are not all told', () => {
    const list = x('list', { items: { name: '', type: 'integer' } });
    const answer = read(list, { json: { x: Array.from({ length: 1e5 }, () => 'no') } });
    expect(Object.keys(JSON.parse(String(answer)).x)).toHaveLength(100);
  });
});

describe('accept', () => {
  const choices = ['application/json', 'text/plain', 'image/png'];
  const header: Argument[] = [{ name: 'accept', type: 'string', location: 'headers', choices }];
  const parameter: Argument[] = [{ name: 'accept', type: 'string', choices }];
  const refusal = '{"accept": ["Must be one of: application/json, text/plain, image/png."]}';

  it.each<[string | undefined, string]>([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/plain', 'text/plain'],
    ['image/*', 'image/png'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    ['application/json;q=0.1, image/png;q=0.9', 'image/png'],
    ['application/json;q=0, */*', 'text/plain'],
    ['TEXT/PLAIN', 'text/plain'],
  ])('reads the header %j', (accept, chosen) => {
    for (const expected of [header, parameter]) {
      expect(read(expected, { headers: { accept } })).toEqual({ accept: chosen });
    }
  });

  it('takes the parameter before the header', () => {
    const headers = { accept: 'image/png' };
    for (const expected of [header, parameter]) {
      expect(read(expected, { query: { accept: 'text/plain' }, headers })).toEqual({
        accept: 'text/plain',
      });
      expect(read(expected, { query: { accept: '*/*' }, headers })).toEqual({
        accept: 'application/json',
      });
      expect(read(expected, { query: { accept: 'text/csv' }, headers })).toBe(refusal);
    }
  });

  it('refuses a header that fits nothing where it is asked for, else takes the first', () => {
    const headers = { accept: 'application/xml' };
    expect(read(header, { headers })).toBe(refusal);
    expect(read(parameter, { headers })).toEqual({ accept: 'application/json' });
  });

  it('prefers the default', () => {
    const expected = [{ ...header[0]!, default: 'text/plain' }];
    expect(read(expected, { headers: { accept: '*/*' } })).toEqual({ accept: 'text/plain' });
  });
});

describe('whatever comes', () => {
  const types: ArgumentType[] = [
    ...(['integer', 'number', 'boolean', 'string', 'url', 'date-time', 'date', 'file'] as const),
    ...(['list', 'object', 'any'] as const),
  ];
  const argument: fc.Arbitrary<Argument> = fc.record(
    {
      name: fc.constantFrom('a', 'b', 'accept', '__proto__', 'constructor'),
      type: fc.constantFrom(...types),
      location: fc.constantFrom('form', 'headers'),
      isRequired: fc.boolean(),
      default: fc.constantFrom(null, 1),
      choices: fc.array(fc.string()),
      minimum: fc.integer(),
      items: fc.constant<Argument>({ name: '', type: 'number' }),
      fields: fc.constant<Argument[]>([{ name: 'a', type: 'date', isRequired: true }]),
    },
    { requiredKeys: ['name', 'type'] },
  );
  const named = fc.dictionary(
    fc.constantFrom('a', 'b', 'accept', '__proto__', 'constructor'),
    fc.jsonValue(),
  );

  it('is read, or refused with messages', () => {
    fc.assert(
      fc.property(
        fc.array(argument),
        ...([named, named, fc.oneof(named, fc.jsonValue()), named] as const),
        (expected, query, form, json, headers) => {
          const answer = read(expected, { query, form, json, headers });
          if (typeof answer === 'string') expect(JSON.parse(answer)).not.toEqual({});
          else expect(typeof answer).toBe('object');
        },
      ),
      { numRuns: 500 },
    );
  });
});
