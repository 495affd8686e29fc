import { defined } from "../../base/defined";
import { parseResourceId } from "../../azure/resourceId";
import type { SoftDeleteService } from "../../services/service";
import { conflictPatterns, type ConflictPattern } from "./conflictPatterns";

/** What to look up: the holder of a name, or all resources of a type. Plain data. */
export interface NameQuery {
  readonly name?: string;
  /** As in "Microsoft.KeyVault/vaults"; undefined where unknown. */
  readonly resourceType?: string;
  /** The ARM id, where the text contains it. */
  readonly id?: string;
  /** From the id. */
  readonly subscriptionId?: string;
}

/** A soft-delete conflict in a line of a tool's output. */
export interface Conflict extends NameQuery {
  /** Offset of the name, or of the matching words where the line has no name. */
  readonly index: number;
  readonly length: number;
}

/** A name is searched for this far around the words of the message. */
const reach = 1500;
const mostInALine = 50;

/** Finds what the catalogue's services say of names in use, in the output of any tool. */
export class ConflictParser {
  readonly #patterns: readonly ConflictPattern[];
  readonly #anySign: RegExp;
  /** A stateless test, cheaper per line than the full search. */
  readonly #isSign: RegExp;
  /** As the services spell them, by their lower-case spelling. */
  readonly #types: ReadonlyMap<string, string>;

  constructor(readonly services: readonly SoftDeleteService[]) {
    this.#patterns = conflictPatterns(services);
    const words = this.#patterns.map((pattern) => pattern.words.source);
    this.#anySign = new RegExp(words.map((one) => `(${one})`).join("|"), "g");
    this.#isSign = new RegExp(words.join("|"));
    this.#types = new Map(
      services.map(({ resourceType }) => [resourceType.toLowerCase(), resourceType]),
    );
  }

  /** The soft-delete conflicts in one line, in order. Runs in linear time and never throws. */
  conflictsIn(line: string): readonly Conflict[] {
    if (!this.#isSign.test(line)) {
      return [];
    }
    const messages = messagesIn(this.#signsIn(line), line);
    // Types by the position of their names: a name belongs to the message before it.
    const taken = new Map<number, string | undefined>();
    const found = messages.flatMap((message, at): readonly Conflict[] => {
      const from = Math.max(message.start - reach, messages[at - 1]?.end ?? 0);
      const to = Math.min(message.end + reach, messages[at + 1]?.start ?? line.length);
      const conflict = this.#conflictOf(line, message, { from, to, taken });
      if (conflict?.name !== undefined) {
        taken.set(conflict.index, conflict.resourceType);
      }
      return conflict === undefined ? [] : [conflict];
    });
    const named = found.filter(({ name }) => name !== undefined);
    const types = new Set(named.map(({ resourceType }) => resourceType));
    const places = new Set<number>();
    return found.filter((one) => {
      const isNew =
        !places.has(one.index) && (one.name !== undefined || !types.has(one.resourceType));
      places.add(one.index);
      // Another one without a name would open the same list.
      if (one.name === undefined) {
        types.add(one.resourceType);
      }
      return isNew;
    });
  }

  /** Ids of soft-deletable resources; for an id below one, that resource. */
  idsIn(text: string): readonly FoundId[] {
    return [...text.matchAll(idPattern)].flatMap((found) => {
      const known = this.#knownResource(found[0].replace(/(?<![.:/])[.:/]+$/, ""));
      return known === undefined
        ? []
        : [
            {
              ...known,
              index: found.index + known.id.lastIndexOf("/") + 1,
              length: known.name.length,
            },
          ];
    });
  }

  *#signsIn(line: string): Generator<FoundSign> {
    // A separate instance with its own position, because callers may abandon the generator.
    const pattern = new RegExp(this.#anySign);
    for (let found = pattern.exec(line); found !== null; found = pattern.exec(line)) {
      const which = found.findIndex(
        (group: string | undefined, at) => at > 0 && group !== undefined,
      );
      const sign = this.#patterns[which - 1];
      if (sign !== undefined) {
        yield { sign, index: found.index, end: found.index + found[0].length };
      }
    }
  }

  #conflictOf(
    line: string,
    { start, end, signs }: Message,
    { from, to, taken }: Surroundings,
  ): Conflict | undefined {
    const text = line.slice(from, to);
    const typed = signs.find(({ sign }) => sign.resourceType !== undefined);
    const resourceType = typed?.sign.resourceType;
    const byId = nearest(
      this.idsIn(text).filter(
        (one) => resourceType === undefined || one.resourceType === resourceType,
      ),
      start - from,
      end - from,
    );
    if (byId !== undefined) {
      return { ...byId, index: byId.index + from };
    }
    // Ambiguous words count only with an id or with other words that Azure writes beside them.
    const sure = signs.find(({ sign }) => sign.with === undefined || sign.with.test(text));
    const type = resourceType ?? sure?.sign.usually;
    if (sure === undefined || type === undefined) {
      return undefined;
    }
    const named = nearest(
      signs
        .flatMap(({ sign }) => sign.names.flatMap((pattern) => namesIn(text, pattern)))
        .filter(({ index }) => (taken.get(index + from) ?? type) === type),
      start - from,
      end - from,
    );
    return named === undefined
      ? { resourceType: type, index: sure.index, length: sure.end - sure.index }
      : { ...named, resourceType: type, index: named.index + from };
  }

  /** The nearest parent of a soft-deletable type in an id. */
  #knownResource(id: string): Required<NameQuery> | undefined {
    const segments = id.split("/");
    const provider = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
    if (provider < 0 || segments.length > 40) {
      return undefined;
    }
    for (let length = segments.length; length > provider + 3; length -= 1) {
      const part = segments.slice(0, length).join("/");
      const parsed = parseResourceId(part);
      const name = parsed?.resources.at(-1)?.name;
      const type = [parsed?.provider, ...(parsed?.resources.map((one) => one.type) ?? [])]
        .join("/")
        .toLowerCase();
      const resourceType = this.#types.get(type);
      if (parsed !== undefined && name !== undefined && resourceType !== undefined) {
        return { id: part, name, resourceType, subscriptionId: parsed.subscriptionId };
      }
    }
    return undefined;
  }
}

/** Where a message's name is searched for, and the names of other messages there. */
interface Surroundings {
  readonly from: number;
  readonly to: number;
  readonly taken: ReadonlyMap<number, string | undefined>;
}

/** Matches that belong to one message. */
interface Message {
  readonly start: number;
  readonly end: number;
  readonly signs: readonly FoundSign[];
}

interface FoundSign {
  readonly sign: ConflictPattern;
  readonly index: number;
  readonly end: number;
}

/**
 * One message doesn't repeat a pattern or mix types. A pattern without a type of its own belongs to
 * a message of another type only in the same sentence.
 */
function messagesIn(found: Iterable<FoundSign>, line: string): readonly Message[] {
  const messages: Message[] = [];
  let signs: FoundSign[] = [];
  const close = (): void => {
    const [first] = signs;
    const last = signs.at(-1);
    if (first !== undefined && last !== undefined) {
      messages.push({ start: first.index, end: last.end, signs });
    }
    signs = [];
  };
  for (const { sign, index, end } of found) {
    const last = signs.at(-1);
    const typed = signs.find((one) => one.sign.resourceType !== undefined)?.sign.resourceType;
    const type = typed ?? signs.find((one) => one.sign.usually !== undefined)?.sign.usually;
    const isOther = (sign.resourceType ?? sign.usually) !== type;
    const areTyped = typed !== undefined && sign.resourceType !== undefined;
    if (
      signs.some((one) => one.sign === sign) ||
      (last !== undefined && isOther && (areTyped || sentenceEnd.test(line.slice(last.end, index))))
    ) {
      close();
      if (messages.length >= mostInALine) {
        return messages;
      }
    }
    signs.push({ sign, index, end });
  }
  close();
  return messages;
}

/** Also the end of an object in JSON. */
const sentenceEnd = /[.!?](?:["'\\)\s]|$)|[{}]/;

interface Place {
  readonly index: number;
  readonly length: number;
}

/** The one nearest to the message; the earlier of two. */
function nearest<Found extends Place>(
  all: readonly Found[],
  start: number,
  end: number,
): Found | undefined {
  const distance = ({ index, length }: Place): number =>
    Math.max(0, start - (index + length), index - end);
  return all.toSorted((left, right) => distance(left) - distance(right))[0];
}

function namesIn(text: string, pattern: RegExp): readonly (Place & { readonly name: string })[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    const [from, to] = found.indices?.[1] ?? [0, 0];
    const name = text.slice(from, to);
    return name === "" ? [] : [{ name, index: from, length: name.length }];
  });
}

// An id ends at white space, quotes, brackets, or the backslash of an escaped quote.
const idPattern = /\/subscriptions\/[^\s"'`\\<>(){}[\]|,;\p{Cc}]{1,1000}/giu;

/** A resource's id in a text: its position, and what it names. */
export type FoundId = Place & Required<NameQuery>;

/** What is asked for, without its position in the text. */
export function withoutPlace({
  name,
  resourceType,
  id,
  subscriptionId,
}: { readonly [Key in keyof NameQuery]: NameQuery[Key] | undefined }): NameQuery {
  return {
    ...defined({ name, resourceType, id, subscriptionId }),
  };
}
