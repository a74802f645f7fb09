import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { invalidAnswer, Refused } from './answer.ts';
import type { ServingLimits } from './limits.ts';

/** JSON, forms and multipart; any other body is dropped unread, as in DEEPaaS. */
export async function addBodyParsers(app: FastifyInstance, limits: ServingLimits): Promise<void> {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    /^application\/(?:[\w.-]+\+)?json\b/i,
    { parseAs: 'string' },
    (request, text, done) => {
      if (text === '') return done(null, undefined);
      void parseJson(request, text, (error, value) => done(error && invalidJson(), value));
    },
  );
  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, text, done) => done(null, formValues(new URLSearchParams(text))),
  );
  await app.register(multipart, {
    limits: {
      fileSize: limits.maxBodyBytes,
      fieldSize: limits.maxBodyBytes,
      files: limits.maxFiles,
      fields: 1000,
      headerPairs: 50,
    },
  });
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
}

/** Texts by name; a name that comes more than once has a list. */
export function formValues(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const lists = new Map<string, unknown[]>();
  for (const [name, value] of entries) {
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [value]);
    else list.push(value);
  }
  return Object.fromEntries(
    [...lists].map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
  );
}

function invalidJson(): Refused {
  return new Refused(invalidAnswer(400, { json: ['Invalid JSON body.'] }));
}
