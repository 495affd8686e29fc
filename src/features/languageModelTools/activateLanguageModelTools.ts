import * as vscode from "vscode";
import { toolNames } from "../../ui/ids";
import type { Tools } from "./tools";

/**
 * Registers the tools for language models.
 * @param load what they do, when one of them is called.
 */
export function activateLanguageModelTools(load: () => Promise<Tools>): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.values(toolNames).map((name) =>
      vscode.lm.registerTool<unknown>(name, {
        prepareInvocation: async ({ input }, token) => (await load()).prepare(name, input, token),
        invoke: async ({ input }, token) => (await load()).invoke(name, input, token),
      }),
    ),
  );
}
