import { processGroups } from './process-groups.ts';
import type { Pausable } from './right-of-way.ts';
import { startGuard } from './start-guard.ts';

const lookEveryMs = 1000;

/** All processes of one training: stopped, continued and ended together, also when the server dies. */
export class TrainingGroup implements Pausable {
  readonly #pid: number;
  readonly #guard = startGuard();
  readonly #timer: NodeJS.Timeout;
  #groups = new Set<number>();
  #isStopped = false;

  /** @param pid leads a group of its own */
  constructor(pid: number) {
    this.#pid = pid;
    this.#add(pid);
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    this.#timer.unref();
  }

  /** They stand still until {@link go}; nothing happens where nobody would end them then. */
  stop(): void {
    if (!this.#guard.isThere) return;
    this.#isStopped = true;
    this.#signal('SIGSTOP');
  }

  go(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#signal('SIGCONT');
  }

  /** Asks the first process to end, and so what it started. */
  askToEnd(): void {
    send(this.#pid, 'SIGTERM');
    this.go();
  }

  /** At once. */
  async kill(): Promise<void> {
    clearInterval(this.#timer);
    await this.look();
    this.#signal('SIGKILL');
    await this.#guard.end();
  }

  /** Finds what was started since the last look. */
  async look(): Promise<void> {
    for (const group of await processGroups(this.#pid)) this.#add(group);
  }

  #add(group: number): void {
    if (this.#groups.has(group)) return;
    this.#groups.add(group);
    this.#guard.watch(group);
    if (this.#isStopped) send(-group, 'SIGSTOP');
  }

  #signal(signal: NodeJS.Signals): void {
    for (const group of this.#groups) send(-group, signal);
  }
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // it has ended
  }
}
