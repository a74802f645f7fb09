import { RequestProblem } from '../request-problem.ts';
import { mostFields, mostJsonParts } from './body-limits.ts';

/** In DEEPaaS's words. */
export function tooLarge(maxBytes: number): RequestProblem {
  return new RequestProblem(413, `Maximum request body size ${maxBytes} exceeded.`);
}

export function tooManyFields(): RequestProblem {
  return new RequestProblem(413, `At most ${mostFields} fields a request.`);
}

export function tooManyParts(): RequestProblem {
  return new RequestProblem(
    413,
    `At most ${mostJsonParts} lists, objects and names in a JSON body.`,
  );
}
