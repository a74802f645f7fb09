import * as connectDrop from './browser/connect-drop.ts';
import * as connectForm from './browser/connect-form.ts';
import * as makeElement from './browser/make-element.ts';
import * as readAnswer from './browser/read-answer.ts';
import * as sendForm from './browser/send-form.ts';
import * as showAnswer from './browser/show-answer.ts';
import * as showPicture from './browser/show-picture.ts';
import * as showValues from './browser/show-values.ts';
import * as startPage from './browser/start-page.ts';
import * as tellProblem from './browser/tell-problem.ts';
import * as tell from './browser/tell.ts';

const files = [
  ...[tell, makeElement, readAnswer, tellProblem, sendForm],
  ...[showValues, showPicture, showAnswer, connectForm, connectDrop, startPage],
];

/**
 * The page's script: the text of the functions in `browser/`, which therefore are typed and tested like
 * any other, and know nothing but each other and the browser. Node has taken their types away.
 */
export function browserScript(): string {
  const functions = files.flatMap((file): unknown[] => Object.values(file));
  const lines = functions.join('\n').split('\n');
  // where a type was, Node leaves as many spaces; no text of ours has two in a row
  const kept = lines.map((line) => line.trim().replace(/ {2,}/g, ' '));
  const code = kept.filter((line) => line !== '' && !line.startsWith('//')).join('\n');
  return `'use strict';\n${code}\nstartPage();\n`;
}
