import { cutText } from "../base/cutText";

/**
 * Text from Azure, made safe to show. A resource's name is what its creator typed; shown raw it
 * could reverse a line, hide its end, or turn into a link. Everything here keeps it readable and
 * leaves it text.
 */

const longestLabel = 120;
// VS Code itself cuts a notification at 1000.
const longestSentence = 900;

// Control characters, the marks that change the direction of what follows them or cannot be seen,
// and letters that are drawn as nothing: en.wikipedia.org/wiki/Bidirectional_text, unicode.org/reports/tr36
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2028\u2029\u3164\uffa0]/gu;

/** Each character that cannot be seen or reverses its neighbours, as "[U+202E]". */
export function visible(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

/** For rows and titles: {@link visible}, and cut where it is very long. */
export function label(text: string): string {
  return cutText(visible(text), longestLabel);
}

/**
 * A name or a whole sentence for notifications, which turn "[text](target)" into links, commands
 * included: a character without width goes where the link would begin.
 */
export function inNotification(text: string): string {
  return cutText(visible(text), longestSentence).replaceAll("](", "]\u200b(");
}

/** For quick picks and the status bar, which turn "$(name)" into icons. */
export function inPick(text: string): string {
  return label(text).replaceAll("$(", "$\u200b(");
}

/** For a cell of a Markdown table, in which it stays as it is. */
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
