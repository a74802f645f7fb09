import type { Described, Family } from './described.ts';
import { errorReference } from './errors.ts';

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
  readonly family: Family;
}

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
      ...Object.fromEntries(errors.map((status) => [status, errorReference(parts.family, status)])),
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

export const requestId = {
  'X-Request-Id': { description: 'Of this request, as in the log.', schema: text },
};
