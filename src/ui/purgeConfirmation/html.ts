import * as l10n from "@vscode/l10n";
import { escapeHtml } from "../text";
import type { PageContent, PageItem } from "./content";

export interface PageFrame {
  readonly language: string;
  readonly cspSource: string;
  readonly nonce: string;
  readonly styleUri: string;
  readonly scriptUri: string;
  /** Goes back with the confirmation, so that it is known to be this page's. */
  readonly page: string;
}

/** The page as HTML. Everything that came from Azure is escaped here, and only here. */
export function pageHtml(content: PageContent, frame: PageFrame): string {
  const csp = [
    "default-src 'none'",
    `style-src ${frame.cspSource}`,
    `script-src 'nonce-${frame.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escapeHtml(frame.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(csp)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(l10n.t("Confirm Purge"))}</title>
  <link rel="stylesheet" href="${escapeHtml(frame.styleUri)}">
</head>
<body>
  <main>
    <h1>${escapeHtml(content.title)}</h1>
    <div id="consequences">
    ${content.items.map(itemHtml).join("\n")}
    ${refusedHtml(content)}
    </div>
    <form id="confirmation" data-page="${escapeHtml(frame.page)}" data-word="${escapeHtml(content.word)}">
      <p id="instruction">${escapeHtml(content.instruction)} <code><bdi>${escapeHtml(content.word)}</bdi></code></p>
      <label for="typed">${escapeHtml(l10n.t("Type the name to confirm"))}</label>
      <input id="typed" type="text" autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck="false" aria-describedby="consequences instruction">
      <div class="buttons">
        <button id="purge" type="submit" class="danger" disabled>${escapeHtml(l10n.t("Purge permanently"))}</button>
        <button id="cancel" type="button" class="secondary">${escapeHtml(l10n.t("Cancel"))}</button>
      </div>
    </form>
  </main>
  <script nonce="${escapeHtml(frame.nonce)}" src="${escapeHtml(frame.scriptUri)}"></script>
</body>
</html>`;
}

function itemHtml(item: PageItem): string {
  return `<section class="item">
      <h2><bdi>${escapeHtml(item.name)}</bdi></h2>
      <p class="where">${escapeHtml(item.noun)} · ${escapeHtml(item.where)}</p>
      <p>${escapeHtml(item.timeLeft)}</p>
      ${listHtml(l10n.t("What will be destroyed"), item.destroyed)}
      ${listHtml(l10n.t("What becomes free"), item.freed)}
      ${listHtml(l10n.t("What stops being billed"), item.noLongerBilled)}
      <h3>${escapeHtml(l10n.t("What will be sent"))}</h3>
      ${item.requests.map((request) => `<pre tabindex="0">${lines(request)}</pre>`).join("\n")}
    </section>`;
}

function listHtml(title: string, sentences: readonly string[]): string {
  return sentences.length === 0
    ? ""
    : `<h3>${escapeHtml(title)}</h3>
      <ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("")}</ul>`;
}

function refusedHtml({ refused }: PageContent): string {
  return refused.length === 0
    ? ""
    : `<section class="refused">
      <h2>${escapeHtml(l10n.t("Not purged"))}</h2>
      <ul>${refused
        .map(
          ({ name, reason }) =>
            `<li><strong><bdi>${escapeHtml(name)}</bdi></strong>: ${escapeHtml(reason)}</li>`,
        )
        .join("")}</ul>
    </section>`;
}

/** Line breaks of our own making stay; everything else is escaped. */
function lines(text: string): string {
  return text.split("\n").map(escapeHtml).join("\n");
}
