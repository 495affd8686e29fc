import { expect, it } from "vitest";
import { environmentValues, readAzdEnvironment } from "../../../src/templates/azdEnvironment";

const text = [
  "# of azd",
  'AZURE_ENV_NAME="dev"',
  'AZURE_KEY_VAULT_NAME="kv-dev"\r',
  "export  AZURE_OPENAI_NAME='aoai-dev' ",
  "PLAIN=plain-1",
  'ESCAPED="a\\"b"',
  'UNCLOSED="kv',
  "EMPTY=",
  "not a variable",
  "A B=c",
  "LAST=kv-last",
].join("\n");

it("an environment of azd's has variables, each with the place of its value", () => {
  const found = readAzdEnvironment(text).map(
    ({ name, value, start, end }) => `${name} ${value} ${text.slice(start, end)}`,
  );
  expect(found).toEqual([
    'AZURE_ENV_NAME dev "dev"',
    'AZURE_KEY_VAULT_NAME kv-dev "kv-dev"',
    "AZURE_OPENAI_NAME aoai-dev 'aoai-dev'",
    "PLAIN plain-1 plain-1",
    "LAST kv-last kv-last",
  ]);
});

it("a variable without a value has its own place, which is not empty", () => {
  const lines = "A=1\nlocals=\nB=  \n";
  const { values } = environmentValues(lines, "/w/.azure/dev/.env");
  expect([...values.values()].map(({ start, end }) => lines.slice(start, end))).toEqual([
    "1",
    "locals=",
    "B=",
  ]);
});
