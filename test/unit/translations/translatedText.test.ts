import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { translatedText } from "../../../scripts/lint/translatedText.mjs";

function found(code: string): readonly string[] {
  return new Linter()
    .verify(code, {
      plugins: { house: { rules: { text: translatedText } } },
      rules: { "house/text": ["error", ["in words"]] },
    })
    .map(({ message }) => message);
}

describe("the rule that finds what is not translated", () => {
  it.each([
    'vscode.window.showInformationMessage("Recovered.");',
    "window.showWarningMessage(`Recovered ${name}`);",
    'const item = { label: "Recover" };',
    'const item = { description: busy ? "busy" : undefined };',
    'item.tooltip = "Recover";',
    'const item = new TreeItem("Recover");',
    'const sentence = "It is gone.";',
    'const why = { refused: "It is gone." };',
    'const html = `<h2 class="title">Not purged</h2>`;',
    'function why() { return "it is gone"; }',
  ])("finds %s", (code) => {
    expect(found(code)).toHaveLength(1);
  });

  it.each([
    'vscode.window.showInformationMessage(vscode.l10n.t("Recovered."));',
    'const item = { label: l10n.t("Recover {0}", name) };',
    "item.tooltip = name;",
    'const right = { role: "Key Vault Contributor" };',
    'log.warn("It could not be read.");',
    "class A { #logger; a() { this.#logger.warn(`${name} could not be read.`); } }",
    'throw new Error("It cannot be.");',
    "const query = \"where type =~ 'a' | project id, name\";",
    'const html = `<section class="item of many">${name}</section>`;',
    'const kind = "in words";',
    'if (message.startsWith("Error reading response")) { again(); }',
    'const id = "microsoft.keyvault/vaults";',
  ])("leaves %s", (code) => {
    expect(found(code)).toEqual([]);
  });
});
