import type { Described, Family } from './described.ts';

/** Words of each status. */
const meanings: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'A key is needed, or the one that was sent is not valid.',
  403: 'The key is not for this.',
  404: 'There is no such thing here.',
  413: 'The request is larger than the server takes.',
  415: 'The body is packed in a way the server does not know.',
  422: 'The input does not fit the model.',
  429: 'Too much is waiting, or the quota of the key is used up.',
  500: 'The model failed; the answer names the request, whose line in the log has the cause.',
  501: 'The model cannot do this.',
  503: 'The model is not ready, or its worker ended.',
  504: 'There was no answer in time.',
};

const text: Described = { type: 'string' };
const messages: Described = { type: 'object', additionalProperties: true };

/** What bodies of errors hold in each protocol. */
const contents: Readonly<Record<Family, (status: number) => Described>> = {
  deepaas: (status) =>
    status === 400 || status === 422
      ? { 'application/json': { schema: messages } }
      : { 'text/plain': { schema: text } },
  inference: () => objectWith('error'),
  singa: () => objectWith('ErrorMsg'),
};

/** The errors of all protocols, for `components/responses`; see {@link errorReference}. */
export function errorResponses(): Described {
  return Object.fromEntries(
    Object.entries(contents).flatMap(([family, content]) =>
      Object.entries(meanings).map(([status, description]) => [
        `${family}-${status}`,
        { description, headers: headersOf(Number(status)), content: content(Number(status)) },
      ]),
    ),
  );
}

export function errorReference(family: Family, status: number): Described {
  return { $ref: `#/components/responses/${family}-${status}` };
}

function objectWith(name: string): Described {
  const schema = { type: 'object', properties: { [name]: text }, required: [name] };
  return { 'application/json': { schema } };
}

const retryAfter = {
  'Retry-After': {
    description: 'Seconds after which to try again.',
    schema: { type: 'integer', minimum: 1 },
  },
};

const challenge = {
  'WWW-Authenticate': { description: 'Bearer, and what is wrong with the key.', schema: text },
};

function headersOf(status: number): Described {
  return {
    'X-Request-Id': { description: 'Of this request, as in the log.', schema: text },
    ...((status === 429 || status === 503) && retryAfter),
    ...((status === 401 || status === 403) && challenge),
  };
}
