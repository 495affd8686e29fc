import { expect, test } from "vitest";

import { dialog, dialogButton, dialogText, notification } from "../host/prompts";
import { contextMenu, movePointerAway, revealRow, view, webviewFrame } from "../host/workbench";
import { takePicture, useScene } from "./support/scene";
import { hoverText } from "./support/tree";

// As it is published: the package must hold the translations.
const scene = useScene({ packaged: true, language: "de" });

test("the tree and its hovers are German", async () => {
  const { page, words } = scene();
  const pane = view(page, "Gelöschte Ressourcen");
  const row = await revealRow(page, "Gelöschte Ressourcen", "kv-dev-old");
  expect(await row.locator(".label-description").innerText()).toBe(
    "noch 2 Tage · rg-dev · westeurope",
  );
  expect(await row.getAttribute("aria-label")).toContain(
    "kv-dev-old, gelöscht: Schlüsseltresor, wiederherstellbar",
  );
  await pane.getByText("Schlüsseltresore").first().waitFor();
  expect(await hoverText(row)).toMatch(
    /\nGelöscht: \d\d\.\d\d\.\d{4}, \d\d:\d\d \(vor \d+ Tagen\)/,
  );
  await view(page, words("Operations"))
    .getByText(words("Your recoveries and purges appear here."))
    .waitFor();
  await movePointerAway(page);
  await takePicture(page, "german tree");
});

test("the page that stands before a purge is German", async () => {
  const { page, words } = scene();
  const row = await revealRow(page, "Gelöschte Ressourcen", "aoai-dev-tonight");
  await contextMenu(row, "Endgültig löschen...");
  const frame = await webviewFrame(page, "Endgültiges Löschen bestätigen");
  await frame.getByLabel("Namen zur Bestätigung eingeben").waitFor();
  expect(await frame.locator("html").getAttribute("lang")).toBe("de");
  const text = await frame.locator("main").innerText();
  expect(text).toContain("Was zerstört wird\n");
  expect(text).toContain(words("All data and keys of the resource are permanently lost."));
  expect(text).toMatch(
    /Der Name „aoai-dev-tonight“ kann in jeder Ressourcengruppe wieder verwendet/,
  );
  await movePointerAway(page);
  await takePicture(page, "german confirmation");
  await frame.getByRole("button", { name: "Abbrechen" }).click();
});

test("a recovery asks and answers in German", async () => {
  const { page } = scene();
  await contextMenu(
    await revealRow(page, "Gelöschte Ressourcen", "vision-labels"),
    "Wiederherstellen",
  );
  const question = await dialogText(page);
  expect(question).toContain("„vision-labels“ wiederherstellen?");
  expect(question).toContain("wird in der Ressourcengruppe „rg-support“ in swedencentral");
  expect(question).toContain(
    "1. Schlüsseltresor wiederherstellen: „kv-cmk-prod“, für den kundenseitig verwalteten Schlüssel",
  );
  await takePicture(page, "german recovery");
  await dialogButton(page, "Wiederherstellen");
  await dialog(page).waitFor({ state: "detached" });
  await notification(page, "„vision-labels“ ist wiederhergestellt.");
});
