import { Failure } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { problemOf, tooBusy } from '../../../runner/src/serving/request-problem.ts';

it.each<[string, unknown, number, string]>([
  [
    'an input',
    new Failure('INPUT_INVALID', 'a: expected b, found c', { hint: 'x' }),
    422,
    'a: expected b, found c',
  ],
  [
    'another failure',
    new Failure('FILE_MISSING', '/home/ada/secret', { hint: 'x' }),
    500,
    'Internal Server Error',
  ],
  [
    'a refusal of Fastify',
    Object.assign(new Error('x'), { code: 'FST_ERR_X', statusCode: 415 }),
    415,
    'Unsupported Media Type',
  ],
  [
    'a status that a model made up',
    Object.assign(new Error('x'), { statusCode: 418 }),
    500,
    'Internal Server Error',
  ],
  [
    'a caller that left in the middle of its body',
    Object.assign(new Error('aborted'), { code: 'ECONNRESET' }),
    499,
    'The caller has gone',
  ],
  [
    'a connection that a model lost',
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    500,
    'Internal Server Error',
  ],
  ['nothing', undefined, 500, 'Internal Server Error'],
])('tells of %s what a caller may know', (_, error, status, message) => {
  expect(problemOf(error)).toMatchObject({ status, message });
});

it.each([
  [0, '1'],
  [0.2, '1'],
  [1.5, '2'],
])('asks to be tried again after %s seconds, in whole ones', (seconds, header) => {
  expect(tooBusy(seconds).headers).toEqual({ 'retry-after': header });
});
