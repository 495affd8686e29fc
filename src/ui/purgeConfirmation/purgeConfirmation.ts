import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { PageContent } from "./content";
import { pageHtml } from "./html";
import { readMessage } from "./messages";

/**
 * Shows the Confirm Purge page and resolves to whether the person typed the word and pressed the
 * button. Escape, Cancel, and closing the tab mean no.
 */
export async function confirmPurge(
  extensionUri: vscode.Uri,
  content: PageContent,
): Promise<boolean> {
  const roots = {
    dist: vscode.Uri.joinPath(extensionUri, "dist"),
    media: vscode.Uri.joinPath(extensionUri, "media"),
  };
  const panel = vscode.window.createWebviewPanel(
    "azureDeletedResources.purgeConfirmation",
    vscode.l10n.t("Confirm Purge"),
    vscode.ViewColumn.Active,
    { enableScripts: true, enableFindWidget: true, localResourceRoots: Object.values(roots) },
  );
  const { webview } = panel;
  const page = randomBytes(16).toString("hex");
  const confirmed = new Promise<boolean>((resolve) => {
    webview.onDidReceiveMessage((received: unknown) => {
      const message = readMessage(received);
      if (message?.type === "cancel") {
        resolve(false);
      } else if (
        message?.type === "confirm" &&
        message.page === page &&
        message.typed === content.word
      ) {
        resolve(true);
      }
    });
    panel.onDidDispose(() => {
      resolve(false);
    });
  });
  webview.html = pageHtml(content, {
    language: vscode.env.language,
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("hex"),
    styleUri: webview
      .asWebviewUri(vscode.Uri.joinPath(roots.media, "purgeConfirmation.css"))
      .toString(),
    scriptUri: webview
      .asWebviewUri(vscode.Uri.joinPath(roots.dist, "purgeConfirmation.js"))
      .toString(),
    page,
  });
  const answer = await confirmed;
  panel.dispose();
  return answer;
}
