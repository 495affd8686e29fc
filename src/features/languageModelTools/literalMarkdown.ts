import { visible } from "../../ui/text";

/**
 * Lines of text as Markdown that shows them as they are: each mark that means anything is escaped, so
 * that no name becomes a link, an image or a heading.
 * Source: spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function literalMarkdown(text: string): string {
  return text
    .split("\n\n")
    .map((paragraph) => paragraph.split("\n").map(literalLine).join("  \n"))
    .join("\n\n");
}

function literalLine(line: string): string {
  return visible(line).replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
