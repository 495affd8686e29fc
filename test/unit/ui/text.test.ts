import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, inNotification, inPick, label, visible } from "../../../src/ui/text";
import { anyText } from "../azure/arbitraries";

// eslint-disable-next-line no-control-regex -- these are what must not come through.
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

describe("a name from Azure", () => {
  it.each([
    ["kv-\u202etxt.exe", "kv-[U+202E]txt.exe"],
    ["a\nb\u0000", "a[U+000A]b[U+0000]"],
    ["\ufeffkv\u200b", "[U+FEFF]kv[U+200B]"],
    ["\u2066kv\u2069", "[U+2066]kv[U+2069]"],
    ["half \ud83d", "half [U+D83D]"],
    ["plain-name_1 (größe) 鍵 🔑", "plain-name_1 (größe) 鍵 🔑"],
  ])("%j shows as %j", (name, shown) => {
    expect(visible(name)).toBe(shown);
  });

  it("never hides or reverses anything, and shows the same a second time", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(text)).not.toMatch(unseen);
        expect(visible(text).isWellFormed()).toBe(true);
        expect(visible(visible(text))).toBe(visible(text));
        expect(label(text).length).toBeLessThanOrEqual(120);
        expect(label(text).isWellFormed()).toBe(true);
      }),
    );
  });

  it("is kept up to 120 characters and cut after that", () => {
    expect(label("x".repeat(120))).toBe("x".repeat(120));
    expect(label("x".repeat(300))).toBe(`${"x".repeat(119)}…`);
  });

  it("is not cut through the middle of a character", () => {
    expect(label(`${"x".repeat(118)}🔑${"y".repeat(9)}`)).toBe(`${"x".repeat(118)}…`);
  });

  it("becomes no link in a notification", () => {
    const hostile = "[Retry](command:workbench.action.quit)[a](https://evil.example)";
    expect(inNotification(hostile)).not.toContain("](");
    expect(inNotification(hostile).replaceAll("\u200b", "")).toBe(hostile);
  });

  it("becomes no icon in a quick pick", () => {
    expect(inPick("$(zap) $(trash)")).not.toContain("$(");
    expect(inPick("$(zap)").replaceAll("\u200b", "")).toBe("$(zap)");
  });

  it("stays text in HTML, in an attribute too", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.constant(`"><img src=x onerror='alert(1)'>&amp;`)),
        (text) => {
          const escaped = escapeHtml(text);
          expect(escaped).not.toMatch(/[<>"']/);
          expect(unescape(escaped)).toBe(visible(text));
        },
      ),
    );
  });

  function unescape(html: string): string {
    const entities: Readonly<Record<string, string>> = {
      "&amp;": "&",
      "&lt;": "<",
      "&gt;": ">",
      "&quot;": '"',
      "&#39;": "'",
    };
    return html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
  }
});
