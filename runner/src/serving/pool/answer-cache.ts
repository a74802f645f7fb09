import { serialize } from 'node:v8';
import { LRUCache } from 'lru-cache';
import { hashInputs } from './hash-inputs.ts';
import type { Answers } from './job.ts';
import type { CallInputs } from './messages.ts';

/** Of one model's answers as they would be sent; how they are held takes some more. */
const mostBytes = 64 * 1024 * 1024;

export interface AnswerCacheLimits {
  /** Requests whose answers are kept. */
  readonly requests: number;
  readonly bytes?: number;
}

/** Answers by what was asked; the least recently asked for go first. */
export class AnswerCache {
  readonly #answers: LRUCache<string, Answers>;

  constructor({ requests, bytes = mostBytes }: AnswerCacheLimits) {
    this.#answers = new LRUCache({
      max: requests,
      maxSize: bytes,
      sizeCalculation: (answers, key) => key.length + serialize(answers).length,
    });
  }

  /** The answers that are kept, else those that are asked for; a failure is not kept. */
  async get(inputs: CallInputs, ask: () => Promise<Answers>): Promise<Answers> {
    const key = hashInputs(inputs);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answers = await ask();
    this.#answers.set(key, answers);
    return answers;
  }
}
