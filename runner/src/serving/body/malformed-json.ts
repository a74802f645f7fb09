import { RequestProblem } from '../request-problem.ts';

/** A body that says it is JSON and is not; DEEPaaS has words of its own for it. */
export class MalformedJson extends RequestProblem {
  constructor() {
    super(400, 'Invalid JSON body.');
  }
}
