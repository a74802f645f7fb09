/** A part of an OpenAPI document: plain JSON. */
export type Described = Readonly<Record<string, unknown>>;

export interface OperationParts {
  readonly tag: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Described[];
  readonly body?: Described;
  /** Of the answer 200, or all of them. */
  readonly answers: Described;
  /** Statuses of errors that may come besides. */
  readonly errors: readonly number[];
  /** Whether everybody may ask, with or without a key. */
  readonly isOpen?: boolean;
  /** Content of the errors' bodies. */
  readonly error: (status: number) => Described;
}

/** Words of each status. */
const meanings: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  401: 'A key is needed, or the one that was sent is not valid.',
  402: 'This endpoint is turned off.',
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

export const predictionErrors: readonly number[] = [
  ...[400, 401, 403, 413, 422, 429, 500, 501, 503, 504],
];

/** An operation of OpenAPI 3.1; where no keys are needed nothing is said of them. */
export function describeOperation(parts: OperationParts, needsKeys: boolean): Described {
  const { tag, id, summary, description, parameters = [], body, answers, isOpen = false } = parts;
  const asksForKey = needsKeys && !isOpen;
  const errors = parts.errors.filter((status) => asksForKey || (status !== 401 && status !== 403));
  return {
    tags: [tag],
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: {
      ...answers,
      ...Object.fromEntries(
        errors.map((status) => [status, describeError(status, parts.error(status))]),
      ),
    },
    ...(needsKeys && isOpen && { security: [] }),
  };
}

/** What comes with 200. */
export function answered(description: string, content: Described): Described {
  return { 200: { description, headers: requestId, content } };
}

/** Content of one media type. */
export function json(schema: Described, example?: unknown): Described {
  return { 'application/json': { schema, ...(example !== undefined && { example }) } };
}

export function objectOf(properties: Described, required = Object.keys(properties)): Described {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

export const text: Described = { type: 'string' };

const requestId = {
  'X-Request-Id': { description: 'Of this request, as in the log.', schema: text },
};

const retryAfter = {
  'Retry-After': {
    description: 'Seconds after which to try again.',
    schema: { type: 'integer', minimum: 1 },
  },
};

const challenge = {
  'WWW-Authenticate': { description: 'Bearer, and what is wrong with the key.', schema: text },
};

function describeError(status: number, content: Described): Described {
  const headers = {
    ...requestId,
    ...((status === 429 || status === 503) && retryAfter),
    ...((status === 401 || status === 403) && challenge),
  };
  return { description: meanings[status] ?? 'An error.', headers, content };
}
