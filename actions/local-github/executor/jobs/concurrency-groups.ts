/** What wants to run alone in its group. */
export interface Member {
  /** Ends it, running or waiting, for this reason. */
  cancel(reason: string): void;
}

interface Group {
  running: Member;
  pending?: { readonly member: Member; readonly admit: (isAdmitted: boolean) => void };
}

/**
 * GitHub's rule for `concurrency`: of a group one runs and one waits; who comes later takes the place
 * of the one that waits, and with `cancel-in-progress` ends the one that runs.
 */
export class ConcurrencyGroups {
  readonly #groups = new Map<string, Group>();

  /** Fulfilled with true when its turn has come, with false when another took its place. */
  async enter(name: string, member: Member, cancelsRunning: boolean): Promise<boolean> {
    const key = name.toLowerCase();
    const group = this.#groups.get(key);
    if (group === undefined) {
      this.#groups.set(key, { running: member });
      return true;
    }
    const reason = `Canceling since a higher priority waiting request for '${name}' exists`;
    const earlier = group.pending;
    const admitted = new Promise<boolean>((resolve) => {
      group.pending = { member, admit: resolve };
    });
    if (earlier !== undefined) {
      earlier.admit(false);
      earlier.member.cancel(reason);
    }
    if (cancelsRunning) group.running.cancel(reason);
    return admitted;
  }

  /** Gives the group to the one that waits; one that waits itself stops waiting. */
  leave(name: string, member: Member): void {
    const key = name.toLowerCase();
    const group = this.#groups.get(key);
    if (group === undefined) return;
    if (group.pending?.member === member) {
      group.pending.admit(false);
      delete group.pending;
      return;
    }
    if (group.running !== member) return;
    if (group.pending === undefined) {
      this.#groups.delete(key);
      return;
    }
    const { member: next, admit } = group.pending;
    this.#groups.set(key, { running: next });
    admit(true);
  }
}
