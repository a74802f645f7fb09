/**
 * What forms in a page are made of, beside no recipe and no TensorFlow.js: inputs as files tell them,
 * answers as people read them.
 */
export { endingsOf, wholeInput, type WholeInput } from './inference/whole-input.ts';
export { showFile } from './serving/page/browser/connect-drop.ts';
export { makeElement } from './serving/page/browser/make-element.ts';
export { showAnswer } from './serving/page/browser/show-answer.ts';
export type { ShownPicture } from './serving/page/browser/show-picture.ts';
export { showTable } from './serving/page/browser/show-values.ts';
export { tellProblem } from './serving/page/browser/tell-problem.ts';
export { tellTime } from './serving/page/browser/tell.ts';
