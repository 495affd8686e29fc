import { cutText } from "../base/cutText";

/**
 * Text from Azure, made safe to show. A resource's name is what its creator typed; shown raw it
 * could reverse a line, hide its end, or turn into a link. Everything here keeps it readable and
 * leaves it text.
 */

const longestLabel = 120;
// VS Code truncates a notification at 1000 characters.
const longestSentence = 900;

// Control characters, the marks that change the direction of what follows them or cannot be seen,
// and letters that are drawn as nothing: en.wikipedia.org/wiki/Bidirectional_text, unicode.org/reports/tr36
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2028\u2029\u3164\uffa0]/gu;

/** Replaces invisible and direction-changing characters by their code, as in "[U+202E]". */
export function visible(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

/** For rows and titles: {@link visible}, truncated where very long. */
export function label(text: string): string {
  return cutText(visible(text), longestLabel);
}

/**
 * For notifications, which turn "[text](target)" into links, including commands: a zero-width
 * character breaks the link syntax.
 */
export function inNotification(text: string): string {
  return cutText(visible(text), longestSentence).replaceAll("](", "]\u200b(");
}

/** For quick picks and the status bar, which turn "$(name)" into icons. */
export function inPick(text: string): string {
  return label(text).replaceAll("$(", "$\u200b(");
}

/** For a cell of a Markdown table. */
export function inMarkdown(text: string): string {
  return visible(text).replace(/[\\`*_[\]<>|&~]/g, (mark) => `\\${mark}`);
}

/** For HTML text and quoted attribute values. */
export function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
