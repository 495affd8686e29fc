import { describe, expect, it } from "vitest";
import { pseudo, translationProblems } from "../../../scripts/translations";

const none: ReadonlySet<string> = new Set();

function problems(english: string, translated: string): readonly string[] {
  return translationProblems({ key: english }, { key: translated }, none).map((p) => p.problem);
}

describe("a translation", () => {
  it("is right with other words and the same placeholders, in any order", () => {
    expect(problems("{0} of {1}", "von {1}: {0}")).toEqual([]);
  });

  it.each([
    ["Purge {0}", "", "is empty"],
    ["Purge {0}", "Purge {0}", "is still in English"],
    ["Purge {0}", "{1} löschen", "has {1} for {0}"],
    ["{0} and {0}", "{0}", "has {0} for {0} {0}"],
    ["A\n[B](command:c.d)", "X [Y](command:c.d)", "has (command:c.d) for (command:c.d) \\n"],
    ["See https://a.example/b", "Siehe a", "has none for https://a.example/b"],
    ["By `az login`", "Mit `az anmelden`", "has `az anmelden` for `az login`"],
  ])("of %j as %j %s", (english, translated, problem) => {
    expect(problems(english, translated)).toEqual([problem]);
  });

  it("may leave what has no words, or is named, as it is", () => {
    expect(problems("{0} · {1}", "{0} · {1}")).toEqual([]);
    const alike = new Set(["Azure CLI"]);
    expect(translationProblems({ a: "Azure CLI" }, { a: "Azure CLI" }, alike)).toEqual([]);
  });

  it("names each key that is missing, and each that is left over", () => {
    expect(translationProblems({ a: "A", b: "B" }, { b: "X", c: "Y" }, none)).toEqual([
      { key: "a", problem: "is missing" },
      { key: "c", problem: "is not in English any more" },
    ]);
  });
});

describe("the pseudo language", () => {
  it("marks every text, and leaves what must be taken over", () => {
    expect(pseudo("Purge {name} of `az`\n[Go](command:a.b)")).toBe(
      "⟦Ṕúŕǧé {name} óƒ `az`⟧\n[⟦Ǧó⟧](command:a.b)",
    );
  });
});
