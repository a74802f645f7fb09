import { textsIn, type Rule } from './workflow-file.ts';

const chosen =
  /\b(head_ref|head_branch|display_title|title|body|message|labels?|login|ref_name|head\.ref|head\.label|toJSON)\b/i;

/** R5: what people choose the words of stands in no expression; actions read it from the event themselves. */
export const untrustedText: Rule = (file) =>
  textsIn(file.source).flatMap(([pointer, text]) =>
    [...text.matchAll(/\$\{\{(.*?)\}\}/gs)]
      .filter(([, inside]) => chosen.test(inside ?? ''))
      .map(([whole]) => file.say(pointer, `${whole} is text that people choose`)),
  );
