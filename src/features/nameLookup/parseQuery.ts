import { parseResourceId } from "../../azure/resourceId";
import type { SoftDeleteService } from "../../services/service";
import { withoutPlace, type ConflictParser, type NameQuery } from "./conflictParser";

/** The rest of a longer text is ignored. */
const mostRead = 200_000;
// Longer than any resource name.
const longestName = 260;

/**
 * The query in a text: a name, a resource id, a resource's address, or a whole error message;
 * undefined where it contains none.
 */
export function parseQuery(parser: ConflictParser, text: string): NameQuery | undefined {
  const lines = linesIn(text.slice(0, mostRead));
  const unwrapped = withoutHardWraps(lines);
  const inUnwrapped = unwrapped === undefined ? undefined : reported(parser, unwrapped);
  if (inUnwrapped?.name !== undefined) {
    return inUnwrapped;
  }
  const line = asOneLine(lines);
  return reported(parser, line) ?? typed(parser, line);
}

/** What a message in the line is about, or else the first id. */
function reported(parser: ConflictParser, line: string): NameQuery | undefined {
  const [conflict, ...others] = parser
    .conflictsIn(line)
    .toSorted((left, right) => Number(right.name !== undefined) - Number(left.name !== undefined));
  if (conflict?.name !== undefined || (conflict !== undefined && others.length === 0)) {
    return withoutPlace(conflict);
  }
  const [id] = parser.idsIn(line);
  return id === undefined ? undefined : withoutPlace(id);
}

/** What a person means with a line that no message explains. */
function typed(parser: ConflictParser, line: string): NameQuery | undefined {
  const bare = line.replace(/^["'`<]+|(?<!["'`>,.;:])["'`>,.;:]+$/g, "");
  return (
    anyResource(bare) ??
    byAddress(bare, parser.services) ??
    framedName(line) ??
    quotedName(line) ??
    plainName(bare)
  );
}

/** A text or a parsed query from another part of the window. */
export function queryFrom(parser: ConflictParser, given: unknown): NameQuery | undefined {
  if (typeof given === "string") {
    return parseQuery(parser, given);
  }
  if (typeof given !== "object" || given === null) {
    return undefined;
  }
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(given, key);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const query = withoutPlace({
    name: text("name"),
    resourceType: text("resourceType"),
    id: text("id"),
    subscriptionId: text("subscriptionId"),
  });
  return query.name === undefined && query.resourceType === undefined ? undefined : query;
}

// Terminal output may contain color codes: en.wikipedia.org/wiki/ANSI_escape_code#CSI_sequences
const escape = String.fromCodePoint(0x1b);
const escapes = new RegExp(`${escape}\\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]`, "g");

/** Without colors and without the frames that Terraform and PowerShell draw at the left. */
function linesIn(text: string): readonly string[] {
  return text
    .replace(escapes, "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*[│╷╵|]\s*/, ""));
}

/** The width of a terminal, at which some tools break lines in the middle of words. */
const hardWrap = 80;

/** Lines of the full width are joined with the next; undefined where there are none. */
function withoutHardWraps(lines: readonly string[]): string | undefined {
  return lines.some(({ length }) => length === hardWrap)
    ? lines.map((line) => (line.length === hardWrap ? line : `${line} `)).join("")
    : undefined;
}

function asOneLine(lines: readonly string[]): string {
  return (
    lines
      .map((line) => line.trim())
      .join(" ")
      // A one-line input has already replaced line breaks by spaces.
      .replace(/\s[│╷╵]\s+|\s{2,8}\|\s/g, " ")
      .trim()
  );
}

/** A resource of any type, by its id. */
function anyResource(text: string): NameQuery | undefined {
  if (!/^\/?subscriptions\//i.test(text) || /\s/.test(text)) {
    return undefined;
  }
  const parsed = parseResourceId(text);
  const name = parsed?.resources.at(-1)?.name;
  if (parsed?.provider === undefined || name === undefined) {
    return undefined;
  }
  const resourceType = [parsed.provider, ...parsed.resources.map(({ type }) => type)].join("/");
  // A deleted resource's own path has another type, such as "deletedVaults".
  if (/\/[^/]*(?:deleted|restorable)/i.test(resourceType)) {
    return { name, subscriptionId: parsed.subscriptionId };
  }
  return { id: text, name, resourceType, subscriptionId: parsed.subscriptionId };
}

/** "https://name.vault.azure.net/secrets/x" and the like. */
function byAddress(text: string, services: readonly SoftDeleteService[]): NameQuery | undefined {
  const host = /^(?:https?:\/\/)?([a-z0-9.-]{1,260})(?:[/:?#]|$)/i.exec(text)?.[1]?.toLowerCase();
  const found = services
    .flatMap(({ hosts, resourceType }) => (hosts ?? []).map((suffix) => ({ suffix, resourceType })))
    .find(({ suffix }) => host?.endsWith(suffix) === true);
  const name = host?.slice(0, -(found?.suffix.length ?? 0));
  return found === undefined || name === undefined || name === "" || name.includes(".")
    ? undefined
    : { name, resourceType: found.resourceType };
}

/**
 * The last name of an id as Terraform prints it, which is the resource's own:
 * `(Subscription: "s" Resource Group Name: "g" Account Name: "x")`.
 * Source: github.com/hashicorp/go-azure-helpers, resourcemanager/commonids
 */
function framedName(text: string): NameQuery | undefined {
  const frame =
    /\(Subscription: ?"[^"\s]{0,100}"\s{1,9}Resource Group(?: Name)?: ?"[^"]{0,100}"((?:\s{1,9}[A-Z][\w ]{0,60}: ?"[^"]{1,260}"){1,9})\)/.exec(
      text.slice(0, 20_000),
    )?.[1];
  const name = frame === undefined ? undefined : /"([^"]{1,260})"$/.exec(frame)?.[1];
  return name === undefined ? undefined : { name };
}

/** "... named 'x'", "... name \"x\" ...", of a sentence. */
function quotedName(text: string): NameQuery | undefined {
  const pattern =
    /\b(?:name|named|vault|account|store|service|server|workspace|resource)\b:?\s{1,3}\\?["'`]([^"'`\\\s]{1,260})\\?["'`]/i;
  const name = /\s/.test(text) ? pattern.exec(text.slice(0, 20_000))?.[1] : undefined;
  return name === undefined ? undefined : { name };
}

/** Some types allow spaces in names, but a sentence isn't a name. */
function plainName(text: string): NameQuery | undefined {
  const isName =
    text !== "" &&
    text.length <= longestName &&
    text.split(/\s+/).length <= 6 &&
    !/[<>%&\\?/\p{Cc}]/u.test(text);
  return isName ? { name: text } : undefined;
}
