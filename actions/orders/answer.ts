import type { Condition } from '../access/check-list.ts';
import type { Decision } from '../access/authorise.ts';
import { escapeMarkdown } from '../comments/escape-markdown.ts';
import type { Order, Parsed } from '../commands/order.ts';

type Mistake = Extract<Parsed, { kind: 'mistake' }>;

/** Tells who asked what came of it: done, with what it was judged by, or which condition is missing. */
export function answerOrder(order: Order, decision: Decision, done: string | null): string {
  const title = order.verb === 'stop-all' ? 'stop all' : order.verb;
  const list = decision.conditions.map(conditionLine);
  if (done !== null) return [`**/${title}**: ${done}`, ...folded(list)].join('\n\n');
  return [`**/${title}** cannot be done:`, list.join('\n')].join('\n\n');
}

/** Tells what is wrong with a line that could not be understood. */
export function answerMistake({ problems }: Mistake): string {
  const list = problems.map((problem) => `- ${escapeMarkdown(problem)}`);
  return ['This was not understood:', list.join('\n'), 'Say `/help` to see the forms.'].join(
    '\n\n',
  );
}

/** Tells that something of ours went wrong; what it was stands in the run's log. */
export function answerFailure(order: Order, message: string): string {
  return `**/${order.verb}** did not work: ${escapeMarkdown(message)}. It can be asked for again.`;
}

function conditionLine({ isMet, says, remedy }: Condition): string {
  if (isMet) return `- ✅ ${escapeMarkdown(says)}.`;
  return `- ❌ ${escapeMarkdown(says)}.${remedy === undefined ? '' : ` ${escapeMarkdown(remedy)}`}`;
}

function folded(list: readonly string[]): string[] {
  if (list.length === 0) return [];
  return [`<details><summary>Why you may</summary>\n\n${list.join('\n')}\n\n</details>`];
}
