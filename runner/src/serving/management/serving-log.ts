import { pino } from 'pino';
import { withoutControls } from '@orangery/schemas';
import type { Logger } from '../../world.ts';
import type { RequestFacts } from '../request-facts.ts';
import type { LogLevel } from './management-app.ts';

/** The server's log: messages, and a line for each request. */
export interface ServingLog {
  /** What is written from now on. */
  level: LogLevel;
  readonly logger: Logger;
  request(facts: RequestFacts): void;
}

/**
 * A log of JSON lines: `time`, `level`, `msg`; of requests `id`, `method`, `path`, `status`,
 * `milliseconds`, `model`, `key`. Never an input, an answer, or a key.
 * @param write receives whole lines
 */
export function createServingLog(level: LogLevel, write: (line: string) => void): ServingLog {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    get level() {
      return log.level as LogLevel;
    },
    set level(wanted) {
      log.level = wanted;
    },
    logger: {
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
    },
    request: (facts) => log.info(facts, 'answered'),
  };
}

/** A log for a person at a terminal: lines of text, told as they are. */
export function createPlainLog(level: LogLevel, logger: Logger): ServingLog {
  const ranks: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
  const log = { level };
  const isTold = (rank: LogLevel): boolean => ranks.indexOf(rank) >= ranks.indexOf(log.level);
  const tell = (rank: 'debug' | 'info' | 'warn', message: string): void => {
    if (isTold(rank)) logger[rank](message);
  };
  return Object.assign(log, {
    logger: {
      debug: (message: string) => tell('debug', message),
      info: (message: string) => tell('info', message),
      warn: (message: string) => tell('warn', message),
    },
    request: ({ id, method, path, status, milliseconds }: RequestFacts) => {
      if (!isTold('info')) return;
      const line = `${status} ${method} ${path} ${milliseconds.toFixed(1)} ms ${id}`;
      tell('info', withoutControls(line));
    },
  });
}
