import type { Logger } from '../../world.ts';
import { pythonDateTime } from './trainings/python-time.ts';

const longestLine = 2000;

/** The latest lines of a log, for `/v2/debug/`. */
export class DebugLog {
  readonly #lines: string[] = [];
  readonly #most: number;
  readonly #now: () => number;

  constructor(most = 1000, now: () => number = Date.now) {
    this.#most = most;
    this.#now = now;
  }

  /** A logger that is also kept here. */
  of(logger: Logger): Logger {
    const kept =
      (level: 'debug' | 'info' | 'warn') =>
      (message: string): void => {
        this.#add(`${pythonDateTime(this.#now())} - ${level.toUpperCase()} - ${message}`);
        logger[level](message);
      };
    return { debug: kept('debug'), info: kept('info'), warn: kept('warn') };
  }

  /** All lines; the last marks this moment, as those of earlier readings do. */
  read(): string {
    this.#add(`--- DEBUG MARKER ${pythonDateTime(this.#now())} ---`);
    return `${this.#lines.join('\n')}\n`;
  }

  #add(line: string): void {
    this.#lines.push(line.slice(0, longestLine));
    if (this.#lines.length > this.#most) this.#lines.shift();
  }
}
