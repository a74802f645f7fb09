import { makeElement } from './make-element.ts';
import {
  groupSteps,
  isNumbers,
  isObject,
  isTexts,
  readBoxes,
  readMask,
  readShares,
} from './read-answer.ts';
import type { JsonObject } from './read-answer.ts';
import { showBoxes, showMask, type ShownPicture } from './show-picture.ts';
import { showForecast, showShares, showTable, showTokens, showValue } from './show-values.ts';
import { tellShare, tellShort } from './tell.ts';

/** All of an answer: what a person reads first, then all of it as JSON. */
export function showAnswer(predictions: unknown, picture: ShownPicture | undefined): Node[] {
  const text = JSON.stringify(predictions, null, 1) ?? '';
  const shown =
    Array.isArray(predictions) && predictions.length === 1
      ? showOne(predictions[0], picture)
      : showOne(predictions, picture);
  const json = makeElement(
    'pre',
    { tabindex: '0' },
    text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text,
  );
  const details = makeElement(
    'details',
    {},
    makeElement('summary', {}, 'The answer as JSON'),
    json,
  );
  if (shown.length === 0) details.setAttribute('open', '');
  return [...shown, details];
}

/** By what an answer holds, as modules and pipelines name it; nothing where only JSON would do. */
export function showOne(answer: unknown, picture: ShownPicture | undefined): Node[] {
  if (Array.isArray(answer) && answer.every(isObject)) return [showList(answer)];
  if (!isObject(answer)) return [];
  return (
    showDrawn(answer, picture) ??
    showSeries(answer) ??
    showClass(answer) ??
    showParts(answer, picture)
  );
}

export function showDrawn(
  answer: JsonObject,
  picture: ShownPicture | undefined,
): Node[] | undefined {
  const { mask, width, height, classes } = answer;
  const pixels = readMask(mask, width, height);
  const boxes = readBoxes(answer['boxes']);
  if (pixels === undefined && boxes === undefined) return undefined;
  const size = { width: Number(width), height: Number(height) };
  const names = isTexts(classes) ? classes : [];
  return [
    ...(boxes === undefined ? [] : showBoxes(boxes, picture)),
    ...(pixels === undefined ? [] : showMask(pixels, { ...size, names }, picture)),
  ];
}

export function showSeries({
  forecast,
  lower,
  upper,
  times,
  tokens,
  labels,
}: JsonObject): Node[] | undefined {
  if (isTexts(tokens) && isTexts(labels)) return [showTokens(tokens, labels)];
  if (!isNumbers(forecast) || forecast.length === 0) return undefined;
  const hasBand = isNumbers(lower) && isNumbers(upper);
  return showForecast({
    values: forecast,
    lower: hasBand ? lower : [],
    upper: hasBand ? upper : [],
    times: isTexts(times) ? times : [],
  });
}

export function showClass({
  label,
  probability,
  probabilities,
  value,
  lower,
  upper,
}: JsonObject): Node[] | undefined {
  if (typeof value === 'number') return showValue(value, lower, upper);
  const shares = readShares(probabilities);
  if (typeof label !== 'string' && shares === undefined) return undefined;
  const sure = typeof probability === 'number' ? ` ${tellShare(probability)}` : '';
  const name = typeof label === 'string' ? label : (shares?.[0]?.[0] ?? '');
  const told = makeElement('p', { class: 'label' }, name, makeElement('small', {}, sure));
  return shares === undefined ? [told] : [told, showShares(shares)];
}

/** Answers of a pipeline's steps, each below its name; plain values as a table. */
export function showParts(answer: JsonObject, picture: ShownPicture | undefined): Node[] {
  const parts = Object.entries(groupSteps(answer) ?? answer);
  if (parts.every(([, part]) => isObject(part))) {
    return parts.flatMap(([name, part]) => [
      makeElement('p', { class: 'step' }, name),
      ...showOne(part, picture),
    ]);
  }
  if (parts.length === 0 || parts.some(([, part]) => typeof part === 'object')) return [];
  return [
    showTable(
      ['Name', 'Value'],
      parts.map(([name, part]) => [name, tellShort(part)]),
    ),
  ];
}

/** A row for each answer of many. */
export function showList(answers: readonly JsonObject[]): Node {
  const names = [...new Set(answers.flatMap((answer) => Object.keys(answer)))]
    .filter((name) => answers.some((answer) => typeof answer[name] !== 'object'))
    .slice(0, 6);
  const rows = answers
    .slice(0, 200)
    .map((answer, index) => [
      `${index + 1}`,
      ...names.map((name) => tellShort(answer[name] ?? '')),
    ]);
  return showTable(['#', ...names], rows);
}
