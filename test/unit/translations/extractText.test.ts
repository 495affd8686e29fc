import { describe, expect, it } from "vitest";
import { extractTexts } from "../../../scripts/extractText";

describe("the texts of a source file", () => {
  it("are what every way of translating is given", () => {
    const source = [
      'const a = vscode.l10n.t("of VS Code");',
      "const b = l10n.t('of the module: \"{0}\"', name);",
      "const { t } = vscode.l10n;",
      "const c = t(`shortened`);",
      'const d = l10n.t("outer {0}", l10n.t("inner"));',
    ].join("\n");
    expect(extractTexts("a.ts", source)).toEqual([
      "of VS Code",
      'of the module: "{0}"',
      "shortened",
      "outer {0}",
      "inner",
    ]);
  });

  it("are not what other functions are given", () => {
    expect(extractTexts("a.ts", 'log.info("log"); that.t("other");')).toEqual([]);
  });

  it.each(["l10n.t(text)", 'l10n.t("a" + b)', "l10n.t(`a ${b}`)", "l10n.t()"])(
    "cannot be read from %s, which says where it is",
    (call) => {
      expect(() => extractTexts("ui/a.ts", `\n${call};`)).toThrow(
        "ui/a.ts:2: l10n.t needs its text as one literal.",
      );
    },
  );
});
