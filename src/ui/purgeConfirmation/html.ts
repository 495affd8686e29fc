import * as l10n from "@vscode/l10n";
import { escapeHtml } from "../text";
import type { PageContent, PageItem } from "./content";
import { rowHeadings, type PageGroup } from "./groups";

/** The page's frame: resource addresses and the content security policy. */
export interface PageFrame {
  readonly language: string;
  readonly cspSource: string;
  readonly nonce: string;
  readonly styleUri: string;
  readonly scriptUri: string;
  /** Returned with the confirmation, to match it to this page. */
  readonly page: string;
}

/** Renders the page as HTML. All text from Azure is escaped here. */
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
    <h1 id="title">${escapeHtml(content.title)}</h1>
    <div id="consequences">
    ${content.many === undefined ? fewHtml(content) : manyHtml(content.many)}
    </div>
    <form id="confirmation" data-page="${escapeHtml(frame.page)}" data-word="${escapeHtml(content.word)}">
      <p id="instruction">${escapeHtml(content.instruction)} <code><bdi>${escapeHtml(content.word)}</bdi></code></p>
      <label for="typed">${escapeHtml(l10n.t("Type the name to confirm"))}</label>
      <input id="typed" type="text" autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck="false" aria-describedby="${content.many === undefined ? "consequences" : "title"} instruction">
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

function fewHtml(content: PageContent): string {
  return [...content.items.map(itemHtml), refusedHtml(content)].join("\n");
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
      ${requestsHtml(item.requests)}
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

function manyHtml({ groups, refused }: NonNullable<PageContent["many"]>): string {
  return [
    ...groups.map(groupHtml),
    ...refused.map(
      ({ reason, names }) => `<section class="refused">
      <h2>${escapeHtml(l10n.t("Not purged: {0}", names.length))}</h2>
      <p>${escapeHtml(reason)}</p>
      <div class="scroll" tabindex="0"><ul>${names
        .map((name) => `<li><bdi>${escapeHtml(name)}</bdi></li>`)
        .join("")}</ul></div>
    </section>`,
    ),
  ].join("\n");
}

function groupHtml(group: PageGroup): string {
  const { name, count, rows, examples } = group;
  const title = `${name}: ${String(count)}`;
  return `<section class="item">
      <h2>${escapeHtml(title)}</h2>
      ${listHtml(l10n.t("What will be destroyed"), group.destroyed)}
      ${listHtml(l10n.t("What becomes free"), group.freed)}
      ${listHtml(l10n.t("What stops being billed"), group.noLongerBilled)}
      <h3>${escapeHtml(l10n.t("Resources to purge"))}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}">
      <table>
        <thead><tr>${rowHeadings()
          .map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`)
          .join("")}</tr></thead>
        <tbody>${rows.map(rowHtml).join("\n")}</tbody>
      </table>
      </div>
      <h3>${escapeHtml(l10n.t("What will be sent"))}</h3>
      ${examples
        .map(
          ({ sentence, requests }) => `<p>${escapeHtml(sentence)}</p>\n${requestsHtml(requests)}`,
        )
        .join("\n")}
    </section>`;
}

function rowHtml(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td><bdi>${escapeHtml(cell)}</bdi></td>`).join("")}</tr>`;
}

function requestsHtml(requests: readonly string[]): string {
  return requests.map((request) => `<pre tabindex="0">${lines(request)}</pre>`).join("\n");
}

/** Escapes text and keeps our own line breaks. */
function lines(text: string): string {
  return text.split("\n").map(escapeHtml).join("\n");
}
