import { Refused, textAnswer } from './answer.ts';

/** Room for a bounded number of predictions at a time, each with a deadline. */
export interface Slots {
  /** @throws Refused 429 when no slot is free */
  check(): void;
  /** @throws Refused 429 when no slot is free, 504 when the work takes too long */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface SlotLimits {
  readonly maxConcurrent: number;
  readonly requestTimeoutMs: number;
}

export function createSlots({ maxConcurrent, requestTimeoutMs }: SlotLimits): Slots {
  let running = 0;
  const check = (): void => {
    if (running >= maxConcurrent) {
      throw new Refused(textAnswer(429, undefined, { 'retry-after': '1' }));
    }
  };
  return {
    check,
    run: async (work) => {
      check();
      running += 1;
      // A prediction cannot be interrupted: past its deadline it keeps its slot until it ends.
      const working = Promise.resolve()
        .then(work)
        .finally(() => {
          running -= 1;
        });
      return withDeadline(working, requestTimeoutMs);
    },
  };
}

async function withDeadline<Result>(working: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refused(textAnswer(504))), timeoutMs);
  });
  try {
    return await Promise.race([working, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
