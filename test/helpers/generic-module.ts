/** The `module.md` of a module that is not trained yet. */
export function genericModule(recipe: string): string {
  return `---
schema: module/1
title: Generic
summary: A generic module for tests.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [${recipe}]
kind: module
runtime: tfjs
recipe: ${recipe}
---

Card.
`;
}
