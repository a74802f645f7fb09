import { expect, it } from 'vitest';
import { createApp } from '../../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../../runner/src/serving/limits.ts';
import { fakePictures } from './fake-predictor.ts';
import { fakeSlot } from './fake-slot.ts';

const host = '127.0.0.1:5000';
const own = `http://${host}`;
const other = 'https://example.org';

async function statusOf(
  method: 'GET' | 'POST',
  headers: Readonly<Record<string, string>>,
  path = 'train/',
): Promise<number> {
  const slot = await fakeSlot(fakePictures());
  const app = createApp([slot], { ...defaultServingLimits, corsOrigins: ['https://friend.org'] });
  const url = `/v2/models/pictures/${path}`;
  return (await app.inject({ method, url, headers: { host, ...headers } })).statusCode;
}

it.each([
  ['a program', {}],
  ['its own page', { origin: own }],
  ['a page that may call', { origin: 'https://friend.org' }],
  ['a program that uses a name of its network', { host: 'trainer:5000' }],
])('lets %s train', async (_, headers) => {
  expect(await statusOf('GET', headers)).toBe(200);
  // the model cannot be trained
  expect(await statusOf('POST', headers)).toBe(501);
});

it.each([
  ['a page of another site', { origin: other }],
  ['a page without a site', { origin: 'null' }],
  ['a name that leads here', { host: 'evil.example.org', origin: 'http://evil.example.org' }],
  ['a name that leads here, without telling of a page', { host: 'evil.example.org' }],
])('refuses %s', async (_, headers) => {
  expect(await statusOf('GET', headers)).toBe(403);
  expect(await statusOf('POST', headers)).toBe(403);
});

it('leaves predictions to everybody', async () => {
  expect(await statusOf('POST', { origin: other }, 'predict/')).toBe(422);
});
