import * as prettier from "prettier";
import { kindIds, kindOf } from "./kinds";
import { cells } from "./matrix";
import { moments } from "./moments";
import type { Outcome } from "./outcome";

const signs: Readonly<Record<Outcome, readonly [sign: string, meaning: string]>> = {
  goesOn: ["✓", "it goes on and ends as if nothing had been wrong"],
  saysSo: [
    "!",
    "what it is about says why in a sentence, everything else is there, and nothing was sent",
  ],
  refused: ["–", "it was sent, and ends with Azure's refusal in a sentence"],
  noted: ["~", "it is done, with a sentence about what could not be seen"],
  uncertain: ["?", "it ends as uncertain, says so, and is not sent again"],
};

/** docs/reliability.md, from the matrix that `npm run test:faults` plays. */
export async function reliabilityDocument(file: URL): Promise<string> {
  const options = (await prettier.resolveConfig(file)) ?? {};
  return prettier.format(unformatted(), { ...options, filepath: file.pathname });
}

function unformatted(): string {
  const count = String(cells.length);
  return `${[
    "<!-- Written by `npm run generate` from test/faults/matrix.ts. -->",
    "# What it survives",
    `Survived: ${count} of ${count} cells. Each is a fault at a moment, and a test of \`npm run test:faults\`: the product without its window, over HTTPS, before a simulated Azure. A cell that ends in another way than the table says fails the build.`,
    "In every cell it is asserted that nothing is thrown past where it is handled; that no purge can have been taken twice; that no other branch is hidden; that the files of operations are whole, ended, and what the next window finds; that a sentence says what happened; that no request and no token reaches another host (one listens); that the log names no resource; and that **nothing is lost**: once the fault is over, a refresh shows everything, and what was not done can be done.",
    [
      "| sign | how it ends | cells |",
      "| :-: | --- | --: |",
      ...Object.entries(signs).map(([outcome, [sign, meaning]]) => {
        const of = cells.filter((cell) => cell.outcome === outcome).length;
        return `| ${sign} | ${meaning} | ${String(of)} |`;
      }),
    ].join("\n"),
    "## Moments",
    moments
      .map(([id, { title }], index) => {
        const of = String(cells.filter(({ moment }) => moment === id).length);
        return `${String(index + 1)}. ${title}: ${of} of ${of}`;
      })
      .join("\n"),
    "## Faults at moments",
    "An empty place is a fault that cannot be at that moment, or is played at another much like it.",
    [
      `| fault | ${moments.map((_, index) => String(index + 1)).join(" | ")} |`,
      `| --- |${moments.map(() => " :-: |").join("")}`,
      ...kindIds.map((kind) => {
        const places = moments.map(([moment]) => {
          const cell = cells.find((one) => one.moment === moment && one.kind === kind);
          return cell === undefined ? " " : signs[cell.outcome][0];
        });
        return `| ${kindOf(kind).title} | ${places.join(" | ")} |`;
      }),
    ].join("\n"),
    "## Windows",
    [
      "| what happens | where it is held |",
      "| --- | --- |",
      ...windows.map(([what, where]) => `| ${what} | ${where} |`),
    ].join("\n"),
  ].join("\n\n")}\n`;
}

/** What is no fault of a request. */
const windows: readonly (readonly [what: string, where: string])[] = [
  [
    "the process is killed after every state that is written, and while every request is answered",
    "`test/unit/operations/crashing.test.ts`",
  ],
  [
    "windows close, reload, sleep and take over from each other, at any moment, in any weather",
    "`test/property/runner.test.ts`",
  ],
  ["the disk is full at any write", "`test/property/runner.test.ts`"],
  ["two windows do the same thing", "`test/unit/operations/windows.test.ts`"],
  ["a real window is reloaded, and its process is killed", "`test/e2e/survive.test.ts`"],
  ["a person signs out of a real window, and a tenant wants more", "`test/e2e/signIn.test.ts`"],
];
