import multipart from '@fastify/multipart';
import { isDeeperThan } from '@orangery/schemas';
import type { FastifyInstance } from 'fastify';
import { deepestJson, mostFields, mostJsonParts, type BodyLimits } from './body-limits.ts';
import { hasMoreParts } from './count-parts.ts';
import { Form } from './form.ts';
import { MalformedJson } from './malformed-json.ts';
import { tooManyFields, tooManyParts } from './too-large.ts';

/**
 * Reads JSON into its value, an urlencoded form into a {@link Form}, and leaves multipart to whoever
 * wants it. Any other body is dropped unread.
 * @throws MalformedJson
 */
export async function addBodyParsers(app: FastifyInstance, limits: BodyLimits): Promise<void> {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    /^application\/(?:[\w.-]+\+)?json\b/i,
    { parseAs: 'string' },
    (request, text, done) => {
      if (text === '') return done(null, undefined);
      void parseJson(request, text, (error, value: unknown) => {
        if (error !== null || isDeeperThan(value, deepestJson)) return done(new MalformedJson());
        done(hasMoreParts(value, mostJsonParts) ? tooManyParts() : null, value);
      });
    },
  );
  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, text, done) => {
      // a form of many fields takes minutes to be taken apart
      if (hasMoreFields(text)) done(tooManyFields());
      else done(null, new Form(new URLSearchParams(text)));
    },
  );
  await app.register(multipart, {
    limits: {
      fileSize: limits.maxBodyBytes,
      fieldSize: limits.maxBodyBytes,
      files: limits.maxFiles,
      fields: mostFields,
      parts: mostFields + limits.maxFiles,
      headerPairs: 50,
    },
  });
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
}

function hasMoreFields(text: string): boolean {
  let fields = 1;
  for (let place = text.indexOf('&'); place >= 0; place = text.indexOf('&', place + 1)) {
    fields += 1;
    if (fields > mostFields) return true;
  }
  return false;
}
