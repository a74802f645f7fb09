import type { JobLog } from './job-log.ts';
import { parseCommand, type WorkflowCommand } from './parse-command.ts';

const levels = { error: 'error', warning: 'warning', notice: 'notice' } as const;
const ignored = new Set(['add-matcher', 'remove-matcher', 'echo']);

/** What GitHub took back; files do the same now. */
const refused: Readonly<Record<string, string>> = {
  'set-output': 'GITHUB_OUTPUT',
  'save-state': 'GITHUB_STATE',
  'set-env': 'GITHUB_ENV',
  'add-path': 'GITHUB_PATH',
};

/** Reads what one step prints: commands are done, everything goes into the log. */
export class LineReader {
  /** The commands that were refused: the step has failed. */
  readonly refused: string[] = [];
  readonly #log: JobLog;
  #resumeToken: string | null = null;

  constructor(log: JobLog) {
    this.#log = log;
  }

  read(line: string): void {
    const command = parseCommand(line);
    if (command === null || !this.#isOn(command)) this.#log.write(line);
    else this.#obey(command, line);
  }

  /** After `stop-commands` everything is text until its token is named. */
  #isOn({ name, message }: WorkflowCommand): boolean {
    if (this.#resumeToken === null) {
      if (name === 'stop-commands') this.#resumeToken = message.trim().toLowerCase();
      return true;
    }
    if (name === this.#resumeToken) this.#resumeToken = null;
    return false;
  }

  #obey({ name, properties, message }: WorkflowCommand, line: string): void {
    const level = isLevel(name) ? levels[name] : undefined;
    if (level !== undefined) {
      const { file, title } = properties;
      const at = Number(properties['line'] ?? Number.NaN);
      this.#log.annotate({ level, message, file, title, ...(at > 0 && { line: at }) });
    } else if (name === 'add-mask') {
      this.#log.mask(message);
      this.#log.write('::add-mask::***');
    } else if (name === 'debug' || name === 'group') {
      this.#log.write(`##[${name}]${message}`);
    } else if (name === 'endgroup') {
      this.#log.write('##[endgroup]');
    } else if (refused[name] !== undefined) {
      this.refused.push(name);
      this.#log.error(
        `The ${name} command is refused: write to the file $${refused[name]} instead`,
      );
    } else if (!ignored.has(name)) {
      this.#log.write(line);
    }
  }
}

function isLevel(name: string): name is keyof typeof levels {
  return Object.hasOwn(levels, name);
}
