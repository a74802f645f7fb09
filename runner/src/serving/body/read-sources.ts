import type { FastifyRequest } from 'fastify';
import type { CallSources } from '../call-sources.ts';
import type { BodyLimits } from './body-limits.ts';
import { Form } from './form.ts';
import { readMultipart } from './read-multipart.ts';

const nothing = {};

/**
 * Where the arguments of a request are; at once, unless they come as multipart.
 * @throws RequestProblem
 */
export function readSources(
  request: FastifyRequest,
  limits: BodyLimits,
): CallSources | Promise<CallSources> {
  if (request.isMultipart()) {
    return readMultipart(request, limits).then((form) => sourcesOf(request, form));
  }
  return sourcesOf(request, request.body);
}

function sourcesOf({ query, headers }: FastifyRequest, body: unknown): CallSources {
  const isForm = body instanceof Form;
  return {
    query: isObject(query) ? query : nothing,
    form: isForm ? body.values : nothing,
    json: isForm ? undefined : body,
    headers,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
