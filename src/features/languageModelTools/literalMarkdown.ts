import { visible } from "../../ui/text";

/**
 * Text as Markdown that shows it literally: all special characters are escaped, so that no name
 * becomes a link, an image, or a heading.
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
