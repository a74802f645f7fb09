import { escapeMarkdown } from '../comments/escape-markdown.ts';
import { describePrice } from '../requests/price.ts';
import { metricTable } from './metric-table.ts';
import { scoreChart } from './score-chart.ts';
import type { JobView, TrialRow } from './job-view.ts';

const mostRows = 20;

/** The one comment that shows a job: state, curve, trials, cost, and what to do next. */
export function jobComment(view: JobView): string {
  const { price, message, result } = view;
  return [
    `### ${states[view.state].sign} ${states[view.state].title}`,
    facts(view),
    message === undefined ? null : escapeMarkdown(message),
    view.check === undefined ? null : describeCheck(view.check),
    result === undefined ? null : metricTable(result),
    scoreChart(view.curves, view.scoreName ?? 'score'),
    trialTable(view),
    price === undefined || view.usedMinutes !== undefined ? null : describePrice(price),
    `**Next:** ${states[view.state].next}`,
  ]
    .filter((part) => part !== null && part !== '')
    .join('\n\n');
}

const states: Readonly<Record<JobView['state'], { sign: string; title: string; next: string }>> = {
  queued: {
    sign: '⏳',
    title: 'Waiting for a machine',
    next: 'nothing to do. `/cancel` ends it; it costs nothing while it waits.',
  },
  running: {
    sign: '🌱',
    title: 'Training',
    next: 'nothing to do. `/cancel` ends it and keeps the best so far.',
  },
  done: {
    sign: '🌳',
    title: 'Done',
    next: 'look at the comparison and the card; an admin can `/merge` it, then `/deploy` runs it.',
  },
  failed: {
    sign: '🥀',
    title: 'Failed',
    next: 'mend what is named above, then ask again.',
  },
  cancelled: { sign: '✂️', title: 'Cancelled', next: 'ask again whenever you like.' },
};

function facts({ job, runner, backend, minutesLeft, usedMinutes, updatedAt }: JobView): string {
  const parts = [
    `job \`${job}\``,
    runner && `on \`${escapeMarkdown(runner)}\``,
    backend && `computing with ${backend}`,
    minutesLeft !== undefined && `about ${count(minutesLeft)} left`,
    usedMinutes !== undefined && `used ${count(usedMinutes)} of a machine`,
    updatedAt && `as of ${updatedAt.slice(0, 16).replace('T', ' ')} UTC`,
  ];
  return parts.filter(Boolean).join(' · ');
}

function describeCheck({ format, odds, prediction }: NonNullable<JobView['check']>): string {
  const problem = format.recipes[0]?.problem;
  const lines = [
    format.canTrain
      ? '**Data:** the recipe reads it.'
      : `**Data:** the recipe does not read it: ${escapeMarkdown(problem ?? 'it is of another form')}`,
  ];
  if (odds !== undefined) {
    const { metric, score, verdict } = odds;
    lines.push(
      `**Odds:** ${verdict} (${escapeMarkdown(metric)} ${score.toFixed(3)} after a probe).`,
    );
  }
  if (prediction !== undefined) {
    const { lower, upper } = prediction.minutes;
    lines.push(`**Foreseen:** ${lower.toFixed(1)} to ${upper.toFixed(1)} minutes.`);
  }
  return lines.join('\n');
}

function trialTable({ trials, bestTrial, scoreName = 'score' }: JobView): string | null {
  if (trials.length === 0) return null;
  const shown = [...trials].sort(byScore).slice(0, mostRows);
  const rows = shown.map(({ trial, status, epochs, score, knobs }) => {
    const sign = trial === bestTrial ? '🏆 ' : '';
    const values = Object.entries(knobs).map(([name, value]) => `${name} ${shortValue(value)}`);
    const figure = score === undefined ? '' : score.toFixed(4);
    return `| ${sign}${trial} | ${status} | ${epochs} | ${figure} | ${escapeMarkdown(values.join(', '))} |`;
  });
  const rest = trials.length - shown.length;
  return [
    `| trial | | passes | ${escapeMarkdown(scoreName)} | knobs |`,
    '|--:|---|--:|--:|---|',
    ...rows,
    ...(rest > 0 ? ['', `and ${rest} more.`] : []),
  ].join('\n');
}

/** The best first, then those without a score by number. */
function byScore(a: TrialRow, b: TrialRow): number {
  return (b.score ?? -Infinity) - (a.score ?? -Infinity) || a.trial - b.trial;
}

function shortValue(value: unknown): string {
  const number = typeof value === 'number' ? Number(value.toPrecision(3)) : value;
  return typeof number === 'object'
    ? JSON.stringify(number).slice(0, 40)
    : String(number).slice(0, 40);
}

function count(minutes: number): string {
  const rounded = minutes < 10 ? Number(minutes.toFixed(1)) : Math.round(minutes);
  return `${rounded} ${rounded === 1 ? 'minute' : 'minutes'}`;
}
