import { knownLicense } from '../known-license.ts';

/** Phrases that stand in one licence's text only; the first that is found decides. */
const phrases: readonly (readonly [pattern: RegExp, identifier: string])[] = [
  [/CC0 1\.0 Universal/i, 'CC0-1.0'],
  [/Open Database License|\bODbL\b/i, 'ODbL-1.0'],
  [/Open Data Commons Attribution License/i, 'ODC-By-1.0'],
  [/Public Domain Dedication (and|&) License/i, 'PDDL-1.0'],
  [/Community Data License Agreement.{0,5}Permissive.{0,5}Version 2\.0/i, 'CDLA-Permissive-2.0'],
  [/Community Data License Agreement.{0,5}Permissive.{0,5}Version 1\.0/i, 'CDLA-Permissive-1.0'],
  [/Community Data License Agreement.{0,5}Sharing.{0,5}Version 1\.0/i, 'CDLA-Sharing-1.0'],
  [/Open Government Licence v3\.0/i, 'OGL-UK-3.0'],
  [/Apache License,? Version 2\.0/i, 'Apache-2.0'],
  [/GNU AFFERO GENERAL PUBLIC LICENSE Version 3/i, 'AGPL-3.0-only'],
  [/GNU LESSER GENERAL PUBLIC LICENSE Version 3/i, 'LGPL-3.0-only'],
  [/GNU GENERAL PUBLIC LICENSE Version 3/i, 'GPL-3.0-only'],
  [/GNU GENERAL PUBLIC LICENSE Version 2/i, 'GPL-2.0-only'],
  [/Mozilla Public License,? Version 2\.0/i, 'MPL-2.0'],
  [/free and unencumbered (software|work) released into the public domain/i, 'Unlicense'],
  [/Permission is hereby granted, free of charge, to any person obtaining a copy/i, 'MIT'],
  [/Redistribution and use in source and binary forms.{0,900}Neither the name/i, 'BSD-3-Clause'],
  [/Redistribution and use in source and binary forms/i, 'BSD-2-Clause'],
];

const creativeCommons =
  /Attribution(-NonCommercial|-Noncommercial)?(-ShareAlike|-Share Alike|-NoDerivatives|-NoDerivs)? ([234]\.[05])\b/;

/**
 * SPDX identifier of a licence's text, or `undefined` where no phrase is known. A line
 * `SPDX-License-Identifier:` decides (SPDX 2.3, annex E).
 */
export function licenseOfText(text: string): string | undefined {
  return statedIdentifier(text) ?? fromPhrases(text.replace(/\s+/g, ' '));
}

function statedIdentifier(text: string): string | undefined {
  const stated = /SPDX-License-Identifier:[ \t]*([^\r\n]{1,120})/.exec(text)?.[1]?.trim();
  if (stated === undefined) return undefined;
  const isExpression = /^\(?[A-Za-z0-9.+-]+\)?( (AND|OR|WITH) \(?[A-Za-z0-9.+-]+\)?){0,8}$/.test(
    stated,
  );
  return knownLicense(stated) ?? (isExpression ? stated : undefined);
}

function fromPhrases(text: string): string | undefined {
  const [, commercial, change, version] = creativeCommons.exec(text) ?? [];
  if (version !== undefined) {
    const parts = ['CC', 'BY', commercial && 'NC', change && (/share/i.test(change) ? 'SA' : 'ND')];
    return [...parts.filter(Boolean), version].join('-');
  }
  return phrases.find(([pattern]) => pattern.test(text))?.[1];
}
