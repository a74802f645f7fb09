import type { JsonObject } from './json.ts';

/** A refusal in the form GitHub gives it. */
export class HttpError extends Error {
  readonly status: number;
  readonly details: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { details = {}, headers = {} }: { details?: JsonObject; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.details = details;
    this.headers = headers;
  }
}

export function notFound(): HttpError {
  return new HttpError(404, 'Not Found');
}

/** 422, naming the field that is wrong. */
export function invalid(message: string, field?: string): HttpError {
  const errors =
    field === undefined ? undefined : [{ resource: 'Request', field, code: 'invalid' }];
  return new HttpError(422, message, { details: errors ? { errors } : {} });
}
