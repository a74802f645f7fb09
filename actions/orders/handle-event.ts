import { toFailure } from '@orangery/schemas';
import type { Authorise } from '../access/authorise.ts';
import { learn } from '../access/known.ts';
import { findComment, keepComment } from '../comments/keep-comment.ts';
import type { Parsed } from '../commands/order.ts';
import { answerFailure, answerMistake, answerOrder } from './answer.ts';
import type { Control } from './control.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';
import type { Heard, Place } from './heard.ts';
import { perform } from './work/perform.ts';

/** What came of one order. */
export interface Handled {
  readonly isDone: boolean;
  readonly answer: string;
}

/**
 * Does what an event asks for, or says why not: decides each order, does what is allowed, and answers
 * in one comment that is edited in place.
 * @throws Failure GITHUB_FAILED when the answer cannot be given
 */
export async function handleHeard(
  control: Control,
  heard: Heard,
  judge?: Authorise,
): Promise<readonly Handled[]> {
  const { place } = heard;
  if (place !== null) await react(control, place, 'eyes');
  const handled: Handled[] = [];
  for (const [index, parsed] of heard.parsed.entries()) {
    const one = { ...heard, source: `${heard.source}-${index}` };
    handled.push(await handleOne(control, one, parsed, judge));
  }
  if (place !== null) {
    const where = { issue: place.number, kind: 'answers', botId: control.bot.id };
    const before = await findComment(control.catalogue, where);
    const answers = handled.map(({ answer }) => answer);
    const body = joinAnswers(before?.body ?? '', answers, heard);
    await keepComment(control.catalogue, { ...where, body });
    await react(control, place, handled.every(({ isDone }) => isDone) ? 'rocket' : 'confused');
  }
  return handled;
}

async function handleOne(
  control: Control,
  heard: Heard,
  parsed: Parsed,
  judge: Authorise | undefined,
): Promise<Handled> {
  if (parsed.kind === 'mistake') return { isDone: false, answer: answerMistake(parsed) };
  const { order } = parsed;
  const gathered = await gather(control, heard, order);
  const { decision, work } = await decide(control, gathered, judge);
  if (work === null) return { isDone: false, answer: answerOrder(order, decision, null) };
  try {
    const done = await perform(control, gathered, work);
    return { isDone: true, answer: answerOrder(order, decision, done) };
  } catch (error) {
    const { message } = toFailure(error);
    control.log(`${heard.source}: ${message}`);
    return { isDone: false, answer: answerFailure(order, message) };
  }
}

/** A reaction is a courtesy: without it the order is still answered. */
async function react(
  { catalogue, log }: Control,
  { number, comment }: Place,
  content: 'eyes' | 'rocket' | 'confused',
): Promise<void> {
  const to = comment === undefined ? { issue: number } : { comment };
  const reacted = await learn(() => catalogue.react(to, content));
  if (reacted.kind === 'unknown') log(reacted.because);
}

const mostAnswers = 10;
const divider = '\n\n---\n\n';

/** The newest answers first; what an order said before is replaced. */
function joinAnswers(before: string, answers: readonly string[], heard: Heard): string {
  const head = heading(heard);
  const earlier = before
    .replace(/^<!-- orangery:answers -->\n/, '')
    .split(divider)
    .filter((part) => part !== '' && !part.startsWith(head));
  return [`${head}\n\n${answers.join('\n\n')}`, ...earlier].slice(0, mostAnswers).join(divider);
}

function heading({ actor, source, place }: Heard): string {
  const link =
    place?.comment === undefined ? '' : ` in [this comment](#issuecomment-${place.comment})`;
  return `<!-- ${source} -->\n@${actor.login}${link}:`;
}
