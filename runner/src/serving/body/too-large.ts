import { RequestProblem } from '../request-problem.ts';

/** In DEEPaaS's words. */
export function tooLarge(maxBytes: number): RequestProblem {
  return new RequestProblem(413, `Maximum request body size ${maxBytes} exceeded.`);
}
