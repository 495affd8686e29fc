import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bashWord,
  isWordAlike,
  powershellWord,
  UnquotableTextError,
} from "../../../src/base/shellQuoting";
import { readByBash, readByPowershell } from "../features/copyCommand/shells";

const nasty = [
  "",
  "plain",
  "it's",
  "'",
  "''",
  "a\\'b",
  '"double"',
  "$(touch /tmp/never)",
  "`touch /tmp/never`",
  "${HOME} !! !$ \\",
  "%PATH% ^& | > < ; # ~ * ?",
  "two\nlines\r\n\ttabbed",
  "escape \u001b[31m red \u001b[201~",
  "hidden \u202e reversed \u200b",
  "‘curly’ ‚low‛ “double” „these‟",
  "日本語 😀 e\u0301 \u{e0041}",
  "-dash",
  "@file",
  "!\n'\\",
];

describe("a word for bash", () => {
  it("is read as the text it was, whatever that is", () => {
    expect(readByBash(nasty.map(bashWord))).toEqual(nasty);
    const some = fc.sample(fc.oneof(fc.string({ unit: "binary" }), specials()), {
      numRuns: 200,
      seed: 7,
    });
    const texts = some.filter((text) => !text.includes("\0"));
    expect(readByBash(texts.map(bashWord))).toEqual(texts);
  });

  it("shows no terminal a control character, and nobody one that hides or reverses", () => {
    for (const text of nasty) {
      expect(bashWord(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(powershellWord(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it.each(["a\0b", "half \ud83d"])("is none for %j, with a sentence", (text) => {
    expect(() => bashWord(text)).toThrow(UnquotableTextError);
    expect(() => bashWord(text)).toThrow(
      /A name contains a character that can't be used on a command line\. Use this extension or the portal instead\./,
    );
  });
});

describe("an argument for PowerShell", () => {
  it("is read as the text it was, whatever that is", () => {
    for (const text of nasty) {
      expect(readByPowershell(powershellWord(text))).toBe(text);
    }
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), specials()), (text) => {
        expect(readByPowershell(powershellWord(text))).toBe(text);
      }),
    );
  });

  it("doubles every quote that PowerShell takes for a single one", () => {
    expect(powershellWord("a'b\u2019c\u201bd")).toBe("'a''b\u2019\u2019c\u201b\u201bd'");
  });
});

describe("a word that both read alike", () => {
  it("has no quote and nothing unseen", () => {
    expect(["kv-support", "rg (1)", "$(x)"].map(isWordAlike)).toEqual([true, true, true]);
    expect(["it's", "a\u2019b", "a\nb", "a\0b"].map(isWordAlike)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

/** Texts of what shells read. */
function specials(): fc.Arbitrary<string> {
  const marks = Array.from("'\"\\$`!(){}[]<>|&;#~*?%^@-= \n\t").concat(
    "\u2018",
    "\u2019",
    "\u201b",
  );
  return fc.string({ unit: fc.constantFrom(...marks, "a") });
}
