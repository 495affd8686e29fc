import type { Rule } from "eslint";

/** Finds sentences for people that do not come through l10n.t; its option is what only code reads. */
export const translatedText: Rule.RuleModule;
